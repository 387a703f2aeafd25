// The main job on real input: URLs signed here store and fetch real objects on a server that checks signatures.
// No API of any one runtime: run by tests/run/*.

import { Presigner, deriveSigningKey, presign, randomKey, sign } from 'edgesign'

const EXAMPLE = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const region = 'us-east-1'

/** Every test gets a folder of its own, so that runtimes can run side by side on one server. */
const folder = () => randomKey('e2e/') + '/'

/**
 * @param {{ s3: string, control?: string, credentials?: typeof EXAMPLE }} server with the buckets `e2e` and `other`;
 *   `control` is where the development server makes users and sessions
 * @returns {[string, () => Promise<void>][]}
 */
export function endToEnd({ s3, control, credentials = EXAMPLE }) {
  const presigner = new Presigner({ endpoint: s3, region, bucket: 'e2e', credentials })

  const request = ({ url, method, headers }, init) => fetch(url, { method, headers, ...init })
  const send = (operation, options, init) => request(presigner.presign(operation, options), init)
  const get = (key, options) => send('GetObject', { key, ...options })
  const put = (key, body, options) => send('PutObject', { key, ...options }, { body })
  const text = async (key) => (await expect(200, get(key))).text()

  /** A stored object, and a check that it is still as it was. */
  async function stored(body = 'kept') {
    const key = folder() + 'a.txt'
    await expect(200, put(key, body))
    return { key, unchanged: async () => equal(await text(key), body) }
  }

  async function upload(key) {
    const created = await expect(200, send('CreateMultipartUpload', { key }))
    return { key, uploadId: between(await created.text(), 'UploadId')[0] ?? '' }
  }

  async function controlled(path, method, body) {
    if (control === undefined) throw new Error('this server has no sessions')
    const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    return (await expectOk(fetch(control + path, init))).text()
  }

  return [
    [
      'an object is stored, read, looked at and deleted',
      async () => {
        const key = folder() + 'a.bin'
        const body = Uint8Array.from({ length: 3000 }, (_, i) => i % 251)
        await expect(200, put(key, body, { contentType: 'application/x-test', metadata: { owner: '42' } }))
        const got = await expect(200, get(key))
        equal(got.headers.get('content-type'), 'application/x-test')
        equal(got.headers.get('x-amz-meta-owner'), '42')
        equal([...new Uint8Array(await got.arrayBuffer())].join(), [...body].join())
        const head = await expect(200, send('HeadObject', { key }))
        equal(head.headers.get('content-length'), '3000')
        await expect(204, send('DeleteObject', { key }))
        await expect(404, get(key))
      },
    ],
    [
      'keys below a prefix are listed',
      async () => {
        const prefix = folder()
        for (const name of ['b', 'a', 'c/d']) await expect(200, put(prefix + name, name))
        const xml = await (await expect(200, send('ListObjectsV2', { prefix, delimiter: '/' }))).text()
        equal(between(xml, 'Key').join(), `${prefix}a,${prefix}b`)
        equal(between(between(xml, 'CommonPrefixes').join(), 'Prefix').join(), `${prefix}c/`)
      },
    ],
    [
      'three parts become one object',
      async () => {
        const { key, uploadId } = await upload(folder() + 'large.bin')
        const parts = ['one,', 'two,', 'three']
        const tags = []
        for (const [index, body] of parts.entries()) {
          const part = await expect(200, send('UploadPart', { key, uploadId, partNumber: index + 1 }, { body }))
          tags.push(part.headers.get('etag'))
        }
        const listed = await (await expect(200, send('ListParts', { key, uploadId }))).text()
        equal(between(listed, 'PartNumber').join(), '1,2,3')
        const list = tags.map((tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${tag}</ETag></Part>`)
        const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`
        await expect(200, send('CompleteMultipartUpload', { key, uploadId }, { body }))
        equal(await text(key), parts.join(''))
      },
    ],
    [
      'an aborted upload leaves nothing',
      async () => {
        const { key, uploadId } = await upload(folder() + 'large.bin')
        await expect(204, send('AbortMultipartUpload', { key, uploadId }))
        await expect(404, send('ListParts', { key, uploadId }))
        await expect(404, get(key))
      },
    ],
    [
      'an object is copied',
      async () => {
        const { key } = await stored('copied')
        await expect(200, send('CopyObject', { key: `${key} ü+copy`, copySource: { bucket: 'e2e', key } }))
        equal(await text(`${key} ü+copy`), 'copied')
      },
    ],
    [
      'headers of the answer are overridden',
      async () => {
        const { key } = await stored()
        const contentDisposition = `attachment; filename="a'(b)*!.txt"; filename*=UTF-8''%C3%BC.txt`
        const response = { contentDisposition, contentType: 'text/x-odd', cacheControl: 'no-store' }
        const got = await expect(200, get(key, { response }))
        equal(got.headers.get('content-disposition'), contentDisposition)
        equal(got.headers.get('content-type'), 'text/x-odd')
        equal(got.headers.get('cache-control'), 'no-store')
      },
    ],
    [
      'a bound type and length are the only ones accepted',
      async () => {
        const { key, unchanged } = await stored()
        const bound = presigner.presign('PutObject', { key, contentType: 'image/png', contentLength: 4 })
        await refused(request(bound, { body: 'longer' }))
        await refused(request({ ...bound, headers: { 'content-type': 'text/html' } }, { body: 'four' }))
        await unchanged()
        await expect(200, request(bound, { body: 'four' }))
        equal(await text(key), 'four')
      },
    ],
    [
      'a bound checksum is the only one accepted',
      async () => {
        const { key, unchanged } = await stored()
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode('right')))
        const checksum = { algorithm: 'SHA256', value: btoa(String.fromCharCode(...digest)) }
        const bound = presigner.presign('PutObject', { key, checksum })
        await refused(request(bound, { body: 'wrong' }))
        await unchanged()
        await expect(200, request(bound, { body: 'right' }))
      },
    ],
    [
      'an upload slot takes one upload',
      async () => {
        const slot = presigner.presign('PutObject', { key: folder() + 'once', ifNoneMatch: '*' })
        await expect(200, request(slot, { body: 'first' }))
        await expect(412, request(slot, { body: 'second' }))
      },
    ],
    ...ODD_KEYS.map((odd) => [
      `the key ${JSON.stringify(odd)} round-trips`,
      async () => {
        const key = odd.startsWith('/') ? `/${randomKey('')}${odd}` : folder() + odd
        await expect(200, put(key, odd))
        equal(await text(key), odd)
        const xml = await (await expect(200, send('ListObjectsV2', { prefix: key, encodingType: 'url' }))).text()
        const found = between(xml, 'Key').map((encoded) => encoded.replaceAll('&apos;', "'").replaceAll('+', '%20'))
        const keys = found.map(decodeURIComponent)
        equal(JSON.stringify(keys), JSON.stringify([key]))
      },
    ]),
    [
      'what was not signed is refused',
      async () => {
        const { key, unchanged } = await stored()
        const other = await stored('other')
        const { url } = presigner.presign('GetObject', { key })
        const cases = {
          'a tampered signature': [url.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))],
          'another key': [url.replace(key, other.key)],
          'another method: PUT': [url, { method: 'PUT', body: 'x' }],
          'another method: DELETE': [url, { method: 'DELETE' }],
          'a raised expiry': [url.replace('X-Amz-Expires=900', 'X-Amz-Expires=90000')],
          'an added parameter': [`${url}&versionId=1`],
          'a changed bucket': [url.replace('/e2e/', '/other/')],
        }
        for (const [name, [changed, init]] of Object.entries(cases)) {
          if (changed === url && init === undefined) throw new Error(`${name} changed nothing`)
          await refused(fetch(changed, init), name)
        }
        await expect(200, fetch(url))
        await unchanged()
        await other.unchanged()
      },
    ],
    [
      'a missing signed header is refused',
      async () => {
        const { key, unchanged } = await stored()
        const { url, method } = presigner.presign('PutObject', { key, metadata: { owner: '42' } })
        await refused(fetch(url, { method, body: 'x' }))
        await unchanged()
      },
    ],
    [
      'an expired URL is refused',
      async () => {
        const { key } = await stored()
        const signingDate = new Date(Date.now() - 3_600_000)
        const expired = await refused(get(key, { signingDate, expiresIn: 3599 }))
        includes(await expired.text(), 'Request has expired')
        await expect(200, get(key, { signingDate, expiresIn: 3700 }))
      },
    ],
    [
      'a signing key signs in the place of the secret',
      async () => {
        const { key } = await stored()
        const signingKey = deriveSigningKey(credentials, { region })
        const tomorrow = deriveSigningKey(credentials, { region, date: new Date(Date.now() + 86_400_000) })
        equal('secretAccessKey' in signingKey, false)
        await expect(200, get(key, { credentials: [tomorrow, signingKey] }))
        await refused(get(key, { credentials: { ...signingKey, signingKey: new Uint8Array(32) } }))
      },
    ],
    [
      'a request is signed in its header',
      async () => {
        const { key, unchanged } = await stored()
        const options = { service: 's3', region, credentials }
        const signed = sign({ url: `${s3}/e2e/${key}` }, options)
        equal(await (await expect(200, request(signed))).text(), 'kept')
        await refused(request({ ...signed, url: `${s3}/other/secret` }))
        const signedPut = sign({ url: `${s3}/e2e/${key}`, method: 'PUT', body: 'new' }, options)
        await refused(request(signedPut, { body: 'not' }))
        await unchanged()
        await expect(200, request(signedPut, { body: 'new' }))
      },
    ],
    [
      'a session signs with its token and as long as its user may',
      async () => {
        const { key } = await stored()
        const user = `AKIAE2E${randomKey('').slice(0, 12).toUpperCase()}`
        await controlled(`/users/${user}`, 'PUT', { secretAccessKey: 'e2e-example-secret' })
        const session = JSON.parse(await controlled('/sessions', 'POST', { accessKeyId: user, expiresIn: 600 }))
        const { url, limitedBy } = presigner.presign('GetObject', { key, credentials: session, expiresIn: 3600 })
        equal(limitedBy, 'credentials')
        await expect(200, fetch(url))
        const { sessionToken, ...withoutToken } = session
        await refused(get(key, { credentials: withoutToken }))
        await refused(get(key, { credentials: { ...session, sessionToken: `${sessionToken}x` } }))
        await controlled(`/users/${user}/deny`, 'POST', {})
        await expect(403, fetch(url))
        await controlled(`/users/${user}/allow`, 'POST', {})
        await expect(200, fetch(url))
      },
    ],
    [
      "no key reaches the other bucket's object",
      async () => {
        const secret = presign('PutObject', { endpoint: s3, region, bucket: 'other', key: 'secret', credentials })
        await expect(200, request(secret, { body: 'topsecret' }))
        for (const key of ['../other/secret', 'a/../../other/secret', './../other/secret']) {
          throws(() => presigner.presign('GetObject', { key }), 'ERR_INVALID_KEY')
        }
        const harmless = [
          '/other/secret',
          '//other/secret',
          '%2e%2e/other/secret',
          '..%2Fother/secret',
          '..\\other\\secret',
        ]
        for (const key of harmless) await expect(404, get(key))
        throws(() => presigner.presign('GetObject', { bucket: 'e2e/../other', key: 'secret' }), 'ERR_INVALID_BUCKET')
        const endpoint = `${s3}/other/..`
        throws(() => presigner.presign('GetObject', { endpoint, key: 'x' }), 'ERR_INVALID_ENDPOINT')
      },
    ],
  ]
}

export const ODD_KEYS = [
  'a b',
  'a+b',
  '/lead',
  '//evil.example/x',
  'a//b',
  'trail/',
  'a?b=c&d',
  'a#b',
  'a%20b',
  'a%2Fb',
  '100%',
  'a\\b',
  `!*'()`,
  '"<>|{}[]^`',
  ';,:@$=&',
  '~-_.',
  '...',
  'é',
  'e\u0301', // the same letter in two code points: another key
  '日本語/😀',
  'tab\tand\u007f',
  'x'.repeat(200),
]

async function expect(status, promised) {
  const response = await promised
  if (response.status === status) return response
  throw new Error(`expected ${status}, got ${response.status}: ${await response.text()}`)
}

async function expectOk(promised) {
  const response = await promised
  if (response.ok) return response
  throw new Error(`${response.status} ${await response.text()}`)
}

async function refused(promised, name = 'the request') {
  const response = await promised
  if (response.status >= 400 && response.status <= 499) return response
  throw new Error(`${name}: expected a refusal, got ${response.status}`)
}

/** The texts inside an XML element. */
function between(xml, element) {
  return [...xml.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))].map(([, text]) => String(text))
}

function equal(actual, expected) {
  if (actual !== expected) throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`)
}

function includes(text, part) {
  if (!text.includes(part)) throw new Error(`expected ${part} in ${text}`)
}

function throws(run, code) {
  try {
    run()
  } catch (error) {
    return equal(error.code, code)
  }
  throw new Error(`expected ${code}`)
}
