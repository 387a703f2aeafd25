// A presigned URL in its parts, each with what it means.

export interface Part {
  /** Names the part everywhere: `host`, `base`, `bucket`, `key`, or a parameter. */
  id: string
  text: string
  /** What it belongs to, for its colour. */
  kind: 'place' | 'key' | 'who' | 'when' | 'what' | 'bound' | 'signature'
  title: string
  means: string
}

/** What stands between parts has no part. */
export type Piece = Part | { text: string }

export const isPart = (piece: Piece): piece is Part => 'id' in piece

const part = (id: string, text: string, kind: Part['kind'], title: string, means: string): Part => {
  return { id, text, kind, title, means }
}

/** Where the bucket stands, which no URL says by itself. */
export interface Layout {
  bucket: string
  isInHost: boolean
  /** The path of the endpoint, such as `/base`; mostly there is none. */
  base: string
  hasKey: boolean
}

/** In the order in which they stand. */
export function splitUrl(url: string, layout: Layout): Piece[] {
  const [, scheme = '', host = '', path = '', query = ''] = /^(https?:\/\/)([^/?]+)([^?]*)\??(.*)$/.exec(url) ?? []
  const parameters = query.split('&').filter((text) => text !== '')
  return [
    { text: scheme },
    ...splitHost(host, layout),
    ...splitPath(path, layout),
    ...parameters.flatMap((text, i) => [{ text: i === 0 ? '?' : '&' }, parameter(text)]),
  ]
}

export function splitHost(host: string, { bucket, isInHost }: Layout): Piece[] {
  if (!isInHost) return [part('host', host, 'place', 'The server', HOST)]
  const rest = host.slice(bucket.length + 1)
  return [
    part('bucket', bucket, 'place', 'The bucket', `${BUCKET} Here it is part of the host name (virtual-hosted style).`),
    { text: '.' },
    part('host', rest, 'place', 'The server', HOST),
  ]
}

export function splitPath(path: string, { bucket, isInHost, base, hasKey }: Layout): Piece[] {
  const inPath = isInHost ? [] : [{ text: '/' }, part('bucket', bucket, 'place', 'The bucket', `${BUCKET} ${PATH}`)]
  const rest = path.slice(base.length + (isInHost ? 0 : bucket.length + 1))
  const key = hasKey ? [{ text: '/' }, part('key', rest.slice(1), 'key', 'The object key', KEY)] : [{ text: rest }]
  return [...(base ? [part('base', base, 'place', 'The path of the service', BASE)] : []), ...inPath, ...key]
}

const HOST = 'Where the request goes. It is signed as the header host, so the URL works on no other host.'
const BUCKET = 'The bucket. It is signed: another bucket, another signature.'
const PATH = 'Here it is the first part of the path (path style).'
const BASE = 'It comes with the endpoint, and is signed as a part of the path.'
const KEY =
  'The name of the object. Each byte is percent-encoded once, but for letters, digits, - . _ ~ and the slashes.'

function parameter(text: string): Part {
  const name = decodeURIComponent(text.split('=')[0] ?? '')
  const [kind, title, means] = PARAMETERS[name.toLowerCase()] ?? OTHER
  return part(name, text, kind, title === '' ? name : title, means)
}

const OTHER: [Part['kind'], string, string] = [
  'bound',
  '',
  'A parameter of the operation. Every parameter is signed: added, changed or left out, it breaks the signature.',
]

const PARAMETERS: Record<string, [Part['kind'], string, string]> = {
  'x-amz-algorithm': ['what', 'The algorithm', 'Signature Version 4: HMAC with SHA-256, keyed by a key of one day.'],
  'x-amz-credential': [
    'who',
    'Who signed, and for what',
    'The access key id, then the credential scope: UTC date, region, service. No secret is in it.',
  ],
  'x-amz-date': ['when', 'When it was signed', 'In UTC. The life of the URL begins here; S3 allows clocks 15 minutes.'],
  'x-amz-expires': [
    'when',
    'How long it lives',
    'Seconds from the signing date, 604800 (a week) at most. Session credentials can end it sooner.',
  ],
  'x-amz-signedheaders': [
    'bound',
    'The headers that are signed',
    'The sender must send each of them just as it was signed. Other headers are up to the sender.',
  ],
  'x-amz-security-token': [
    'who',
    'The session token',
    'Of temporary credentials. Whoever sees the URL sees the token; alone, without the secret, it signs nothing.',
  ],
  'x-amz-signature': [
    'signature',
    'The signature',
    'HMAC of the string to sign. Whoever has it can do this one thing until it expires, and nothing else.',
  ],
  versionid: ['what', 'The version', 'This version of the object, and no other.'],
  'response-content-disposition': ['what', 'How it is saved', 'S3 answers with this Content-Disposition.'],
  'response-content-type': ['what', 'What it is said to be', 'S3 answers with this Content-Type.'],
  'list-type': ['what', 'The operation', '2 asks for ListObjectsV2.'],
  uploads: ['what', 'The operation', 'By POST, this begins a multipart upload.'],
  uploadid: ['what', 'The upload', 'Which multipart upload it belongs to.'],
  partnumber: ['what', 'The part', 'Which part of the upload: 1 to 10000.'],
}
