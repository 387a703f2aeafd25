import { S3Client } from '@bradenmacdonald/s3-lite-client'
import { BUCKET, ENDPOINT, EXPIRES_IN, REGION } from '../work.js'

export function make({ accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken }) {
  const client = new S3Client({
    endPoint: ENDPOINT,
    region: REGION,
    bucket: BUCKET,
    accessKey,
    secretKey,
    sessionToken,
  })
  return (keys) => Promise.all(keys.map((key) => client.presignedGetObject(key, { expirySeconds: EXPIRES_IN })))
}
