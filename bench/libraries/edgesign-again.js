import { Presigner } from 'edgesign/many'
import { BUCKET, EXPIRES_IN, REGION } from '../work.js'

export function make(credentials) {
  const presigner = new Presigner({ region: REGION, bucket: BUCKET, expiresIn: EXPIRES_IN, credentials })
  return (keys) => keys.map((key) => presigner.presign('GetObject', { key }).url)
}
