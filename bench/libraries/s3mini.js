import { S3mini } from 's3mini'
import { BUCKET, ENDPOINT, EXPIRES_IN, REGION } from '../work.js'

export function make(credentials) {
  const client = new S3mini({ ...credentials, endpoint: `${ENDPOINT}/${BUCKET}`, region: REGION })
  return (keys) => Promise.all(keys.map((key) => client.getPresignedUrl('GET', key, EXPIRES_IN)))
}
