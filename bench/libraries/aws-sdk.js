import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { BUCKET, EXPIRES_IN, REGION } from '../work.js'

export function make(credentials) {
  const client = new S3Client({ region: REGION, credentials })
  const presign = (key) =>
    getSignedUrl(client, new GetObjectCommand({ Bucket: BUCKET, Key: key }), { expiresIn: EXPIRES_IN })
  return (keys) => Promise.all(keys.map(presign))
}
