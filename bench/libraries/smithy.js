import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { BUCKET, ENDPOINT, EXPIRES_IN, REGION } from '../work.js'

/** As for S3: `S3RequestPresigner` sets the same options and header. */
export function make(credentials) {
  const signer = new SignatureV4({
    ...{ credentials, region: REGION, service: 's3', sha256: Sha256 },
    ...{ uriEscapePath: false, applyChecksum: false },
  })
  const { hostname } = new URL(ENDPOINT)
  const presign = async (key) => {
    const headers = { host: hostname, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
    const request = { method: 'GET', protocol: 'https:', hostname, path: `/${BUCKET}/${key}`, query: {}, headers }
    const { path, query } = await signer.presign(request, { expiresIn: EXPIRES_IN })
    const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    return `${ENDPOINT}${path}?${pairs.join('&')}`
  }
  return (keys) => Promise.all(keys.map(presign))
}
