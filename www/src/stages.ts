// How a URL or a form was signed, stage by stage: worked out here from the URL, with the browser's own WebCrypto and
// nothing of edgesign, so that the two are evidence for each other.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html

import { isPart, splitHost, splitPath, type Layout, type Piece } from './url-parts.ts'

/** A stretch of text, and the part of the URL that it comes from. */
export interface Token {
  text: string
  part?: string
}

export interface Step {
  name: string
  /** What is hashed with what. */
  formula: Token[]
  value: string
}

export interface Stages {
  /** The canonical request; of a form, its policy. */
  request: Token[]
  stringToSign: Token[]
  derivation: Step[]
  /** As worked out here. */
  signature: string
  /** As edgesign made it. */
  given: string
}

export interface SignedRequest {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  contentLength: number | undefined
}

export async function stagesOfUrl(request: SignedRequest, layout: Layout, secret: string): Promise<Stages> {
  const parameters = parametersOf(request.url)
  const value = (name: string) => decodeURIComponent(parameters.find(([n]) => n === name)?.[1] ?? '')
  const canonical = canonicalRequest(request, layout, parameters, value('X-Amz-SignedHeaders'))
  const [, ...scope] = value('X-Amz-Credential').split('/')
  const stringToSign: Token[] = [
    { text: value('X-Amz-Algorithm'), part: 'X-Amz-Algorithm' },
    { text: `\n` },
    { text: value('X-Amz-Date'), part: 'X-Amz-Date' },
    { text: '\n' },
    { text: scope.join('/'), part: 'X-Amz-Credential' },
    { text: `\n${await sha256(plain(canonical))}` },
  ]
  return {
    request: canonical,
    stringToSign,
    ...(await signed(secret, scope, stringToSign)),
    given: value('X-Amz-Signature'),
  }
}

/** A form signs its policy, in base64. */
export async function stagesOfForm(fields: Readonly<Record<string, string>>, secret: string): Promise<Stages> {
  const policy = fields.policy ?? ''
  const bytes = Uint8Array.from(atob(policy), (c) => c.charCodeAt(0))
  const request = [{ text: readable(JSON.parse(new TextDecoder().decode(bytes))), part: 'policy' }]
  const [, ...scope] = (fields['x-amz-credential'] ?? '').split('/')
  const stringToSign = [{ text: policy, part: 'policy' }]
  return {
    request,
    stringToSign,
    ...(await signed(secret, scope, stringToSign)),
    given: fields['x-amz-signature'] ?? '',
  }
}

/** One condition a line. */
function readable({ expiration, conditions }: { expiration: string; conditions: unknown[] }): string {
  const lines = conditions.map((condition) => `    ${JSON.stringify(condition)}`)
  return `{\n  "expiration": ${JSON.stringify(expiration)},\n  "conditions": [\n${lines.join(',\n')}\n  ]\n}`
}

export const plain = (tokens: Token[]) => tokens.map(({ text }) => text).join('')

type Parameter = [name: string, value: string]

/** As they stand in the URL, encoded. */
function parametersOf(url: string): Parameter[] {
  const query = url.split('?')[1] ?? ''
  return query.split('&').map((text) => {
    const [name = '', value = ''] = text.split('=')
    return [name, value]
  })
}

function canonicalRequest(
  request: SignedRequest,
  layout: Layout,
  parameters: Parameter[],
  signedHeaders: string,
): Token[] {
  const query = parameters.filter(([name]) => name !== 'X-Amz-Signature').sort(byCode)
  const lines: Token[][] = [
    [{ text: request.method, part: 'method' }],
    canonicalUri(request.url, layout),
    query.flatMap(([name, value], i) => [
      ...(i === 0 ? [] : [{ text: '&' }]),
      { text: `${name}=${value}`, part: decodeURIComponent(name) },
    ]),
    ...signedHeaders
      .split(';')
      .map((name) => (name === 'host' ? hostLine(request.url, layout) : [headerLine(request, name)])),
    [],
    [{ text: signedHeaders, part: 'X-Amz-SignedHeaders' }],
    [{ text: request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD' }],
  ]
  return lines.flatMap((line, i) => (i === 0 ? line : [{ text: '\n' }, ...line]))
}

/** S3 signs the path as it is sent. */
const canonicalUri = (url: string, layout: Layout) =>
  splitPath(/^https?:\/\/[^/]+([^?]*)/.exec(url)?.[1] ?? '', layout).map(token)

const hostLine = (url: string, layout: Layout) => [
  { text: 'host:' },
  ...splitHost(new URL(url).host, layout).map(token),
]

const token = (piece: Piece): Token => ({ text: piece.text, ...(isPart(piece) && { part: piece.id }) })

const headerLine = (request: SignedRequest, name: string): Token => {
  return { text: `${name}:${headerOf(request, name)}`, part: 'X-Amz-SignedHeaders' }
}

function headerOf({ headers, contentLength }: SignedRequest, name: string): string {
  if (name === 'content-length' && contentLength !== undefined) return String(contentLength)
  return (headers[name] ?? '').trim().replace(/ +/g, ' ')
}

/** By bytes: all of it is ASCII. */
const byCode = ([a, x]: Parameter, [b, y]: Parameter) => Number(a > b) - Number(a < b) || Number(x > y) - Number(x < y)

async function signed(secret: string, scope: string[], stringToSign: Token[]) {
  const derivation = await derive(secret, scope)
  const key = derivation.at(-1)!.value
  return { derivation, signature: hex(await hmac(fromHex(key), plain(stringToSign))) }
}

/** Four times HMAC: the last key signs, on this date, in this region, for this service only. */
async function derive(secret: string, scope: string[]): Promise<Step[]> {
  const names = ['kDate', 'kRegion', 'kService', 'kSigning']
  const steps: Step[] = []
  let key = new TextEncoder().encode(`AWS4${secret}`)
  for (const [i, text] of scope.entries()) {
    key = await hmac(key, text)
    const before = i === 0 ? 'AWS4 + secret' : names[i - 1]
    const formula = [{ text: `HMAC(${before}, ` }, { text, part: 'X-Amz-Credential' }, { text: ')' }]
    steps.push({ name: names[i] ?? '', formula, value: hex(key) })
  }
  return steps
}

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text)))
}

const sha256 = async (text: string) =>
  hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16))
