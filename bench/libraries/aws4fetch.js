import { AwsClient } from 'aws4fetch'
import { BUCKET, ENDPOINT, EXPIRES_IN, REGION } from '../work.js'

export function make(credentials) {
  const client = new AwsClient({ ...credentials, service: 's3', region: REGION })
  const presign = async (key) => {
    const url = `${ENDPOINT}/${BUCKET}/${key}?X-Amz-Expires=${EXPIRES_IN}`
    return (await client.sign(url, { aws: { signQuery: true } })).url
  }
  return (keys) => Promise.all(keys.map(presign))
}
