// The digests that an upload is bound to. R2 refuses a body with another, but checks one of them only.

import { S3Error, notImplemented } from './errors.ts'

interface Digest {
  algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512'
  hex: string
}

export const UNSIGNED = 'UNSIGNED-PAYLOAD'

/** What R2 is to check. */
export function digestOption(headers: Headers, payloadHash: string): Partial<Record<Digest['algorithm'], string>> {
  const [digest, ...others] = [...fromHeaders(headers), ...fromPayloadHash(payloadHash)]
  if (digest === undefined) return {}
  const other = others.find(({ algorithm }) => algorithm !== digest.algorithm)
  if (other) throw notImplemented(`both ${digest.algorithm} and ${other.algorithm}`)
  if (others.some(({ hex }) => hex !== digest.hex))
    throw new S3Error(400, 'BadDigest', `Two values of ${digest.algorithm} are given, and no body has both.`)
  return { [digest.algorithm]: digest.hex }
}

const HEADERS: [header: string, algorithm: Digest['algorithm'], bytes: number][] = [
  ['content-md5', 'md5', 16],
  ['x-amz-checksum-md5', 'md5', 16],
  ['x-amz-checksum-sha1', 'sha1', 20],
  ['x-amz-checksum-sha256', 'sha256', 32],
  ['x-amz-checksum-sha512', 'sha512', 64],
]

function fromHeaders(headers: Headers): Digest[] {
  checkNamed(headers)
  return HEADERS.flatMap(([header, algorithm, bytes]) => {
    const value = headers.get(header)
    return value === null ? [] : { algorithm, hex: toHex(header, value, bytes) }
  })
}

/** SDKs name the algorithm as well, also when the digest itself was lost on the way. */
function checkNamed(headers: Headers) {
  const name = headers.get('x-amz-sdk-checksum-algorithm')?.toLowerCase()
  if (name !== undefined && !headers.has(`x-amz-checksum-${name}`))
    throw new S3Error(400, 'InvalidRequest', `x-amz-sdk-checksum-algorithm: expected its checksum as a header`)
}

const fromPayloadHash = (hash: string): Digest[] => (hash === UNSIGNED ? [] : [{ algorithm: 'sha256', hex: hash }])

function toHex(header: string, base64: string, bytes: number): string {
  const decoded = decode(base64)
  if (decoded.length !== bytes) throw new S3Error(400, 'InvalidDigest', `${header}: expected ${bytes} bytes in base64`)
  return Array.from(decoded, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}

function decode(base64: string): string {
  try {
    return atob(base64)
  } catch {
    return ''
  }
}
