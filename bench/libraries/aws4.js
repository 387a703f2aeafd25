import aws4 from 'aws4'
import { BUCKET, EXPIRES_IN, REGION } from '../work.js'

export function make(credentials) {
  const presign = (key) => {
    const request = { service: 's3', region: REGION, host: `${BUCKET}.s3.${REGION}.amazonaws.com`, signQuery: true }
    const { host, path } = aws4.sign({ ...request, path: `/${key}?X-Amz-Expires=${EXPIRES_IN}` }, credentials)
    return `https://${host}${path}`
  }
  return (keys) => keys.map(presign)
}
