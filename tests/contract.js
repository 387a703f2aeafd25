// What the package promises, for every runtime: run by tests/run/*.

import {
  Presigner,
  SigningError,
  deriveSigningKey,
  isSigningError,
  presign,
  presignUrl,
  randomKey,
  sign,
} from 'edgesign'
import { aws, custom, r2 } from 'edgesign/endpoints'
import vectors from './errors.json' with { type: 'json' }

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }
const media = { region: 'eu-west-1', bucket: 'media', credentials }
const accountId = '0'.repeat(32)

/** @type {[string, () => void | Promise<void>][]} */
export const contract = [
  [
    "AWS's documented presigned URL",
    () => {
      // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
      const { url, method, headers, expiresAt, expiresIn, limitedBy } = presign('GetObject', {
        ...{ endpoint: 'https://s3.amazonaws.com', addressingStyle: 'virtual-hosted', region: 'us-east-1' },
        ...{ bucket: 'examplebucket', key: 'test.txt', credentials },
        ...{ expiresIn: 86_400, signingDate: new Date('2013-05-24T00:00:00Z') },
      })
      equal(
        url,
        'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
          '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
          '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
          '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
      )
      same(
        [method, headers, expiresAt, expiresIn, limitedBy],
        ['GET', {}, '2013-05-25T00:00:00.000Z', 86_400, 'request'],
      )
    },
  ],
  [
    'a token, an odd key and an overridden header (a vector of botocore)',
    () => {
      const options = {
        ...{ region: 'us-west-2', bucket: 'examplebucket', key: 'reports/2026 q1+é.pdf', expiresIn: 900 },
        response: { contentDisposition: 'attachment; filename="q1.pdf"' },
        signingDate: new Date('2026-11-23T12:00:00Z'),
      }
      const temporary = {
        ...{ accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey },
        sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE//token+with/special=chars==',
      }
      const key = deriveSigningKey(temporary, { region: 'us-west-2', date: options.signingDate })
      for (const credentials of [temporary, key]) {
        signature(
          presign('GetObject', { ...options, credentials }),
          '4091a342ca36820c2b3b396806754453c200dff2f0121a2d736dd786f7f00ae6',
        )
      }
    },
  ],
  [
    'hoisted and bound headers (a vector of botocore)',
    () => {
      const upload = presign('PutObject', {
        ...{ region: 'eu-central-1', bucket: 'examplebucket', key: 'u/42/a.bin', expiresIn: 300 },
        credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey, sessionToken: 'TOKEN' },
        signingDate: new Date('2026-11-23T12:00:00Z'),
        ...{ contentType: 'image/png', contentLength: 1024, ifNoneMatch: '*', storageClass: 'STANDARD_IA' },
        metadata: { owner: '42' },
        hoist: ['If-None-Match', 'x-amz-storage-class', 'x-amz-meta-owner'],
      })
      signature(upload, '82e56f426c2f0f2e0bc608bead2083b3ee3fbcca699884c0028e886e672c0b7d')
      same([upload.method, upload.headers, upload.contentLength], ['PUT', { 'content-type': 'image/png' }, 1024])
    },
  ],
  [
    'R2, path style (a vector of botocore)',
    () => {
      const presigner = new Presigner({ endpoint: r2({ accountId }), bucket: 'my-bucket' })
      const options = {
        ...{ key: 'reports/2026-q1.pdf', expiresIn: 3600, signingDate: new Date('2026-11-23T12:00:00Z') },
        credentials: {
          accessKeyId: '1'.repeat(32),
          secretAccessKey: '637ac986cd0f179b9a8653d2ac0593f01844b92fb7ce09f782461ed6d84f052b',
        },
      }
      signature(
        presigner.presign('GetObject', options),
        '285143287f058e4b771468aab637e42997d3b2c42e40668cc0ee2b335612b814',
      )
    },
  ],
  [
    'a result is frozen, and its URL is what a URL parser writes',
    () => {
      const result = presign('PutObject', { ...media, key: 'a', contentType: 'text/plain', contentLength: 5 })
      same([Object.isFrozen(result), Object.isFrozen(result.headers)], [true, true])
      equal(new URL(result.url).href, result.url)
      same([result.headers, result.contentLength], [{ 'content-type': 'text/plain' }, 5])
    },
  ],
  [
    'every key stays in its bucket and decodes back',
    () => {
      for (const key of ODD_KEYS) {
        const { url } = presign('GetObject', { ...media, key })
        const parsed = new URL(url)
        equal(parsed.href, url)
        equal(parsed.host, 'media.s3.eu-west-1.amazonaws.com')
        equal(decodeURIComponent(parsed.pathname), `/${key}`)
      }
    },
  ],
  [
    'options reach their wire names',
    () => {
      const { searchParams } = new URL(
        presign('GetObject', {
          ...{ ...media, key: 'k', versionId: 'v', partNumber: 3, query: { 'x-id': 'GetObject' } },
          response: { cacheControl: 'a', contentType: 'b c', expires: 'd' },
        }).url,
      )
      const expected = { versionId: 'v', partNumber: '3', 'x-id': 'GetObject', 'response-cache-control': 'a' }
      for (const [name, value] of Object.entries({
        ...expected,
        'response-content-type': 'b c',
        'response-expires': 'd',
      })) {
        equal(searchParams.get(name), value)
      }
      const list = {
        prefix: 'a/',
        delimiter: '/',
        maxKeys: 5,
        startAfter: 'b',
        continuationToken: 'c',
        encodingType: 'url',
      }
      const listed = new URL(presign('ListObjectsV2', { ...media, ...list }).url).searchParams
      equal(listed.get('list-type'), '2')
      for (const name of ['prefix', 'delimiter', 'max-keys', 'start-after', 'continuation-token', 'encoding-type']) {
        equal(listed.has(name), true)
      }
      same(
        presign('PutObject', {
          ...{ ...media, key: 'k', cacheControl: 'a', contentDisposition: 'b', contentEncoding: 'gzip' },
          ...{ contentLanguage: 'de', contentMd5: 'm', ifMatch: '"e"', storageClass: 'STANDARD_IA', sseKmsKeyId: 'id' },
          ...{ serverSideEncryption: 'aws:kms', tagging: { 'a b': "c'd" }, metadata: { Owner: '42' } },
          ...{ checksum: { algorithm: 'SHA256', value: 'AA==' }, headers: { 'X-Amz-Acl': 'private' } },
        }).headers,
        {
          'x-amz-acl': 'private',
          'content-md5': 'm',
          'cache-control': 'a',
          'content-disposition': 'b',
          'content-encoding': 'gzip',
          'content-language': 'de',
          'if-match': '"e"',
          'x-amz-storage-class': 'STANDARD_IA',
          'x-amz-server-side-encryption': 'aws:kms',
          'x-amz-server-side-encryption-aws-kms-key-id': 'id',
          'x-amz-tagging': 'a%20b=c%27d',
          'x-amz-meta-owner': '42',
          'x-amz-checksum-sha256': 'AA==',
        },
      )
      const copySource = { bucket: 'from', key: 'ü/+', versionId: 'v' }
      same(presign('CopyObject', { ...media, key: 'k', copySource }).headers, {
        'x-amz-copy-source': 'from/%C3%BC/%2B?versionId=v',
      })
      same(presign('GetObjectAttributes', { ...media, key: 'k', objectAttributes: ['ETag', 'ObjectSize'] }).headers, {
        'x-amz-object-attributes': 'ETag,ObjectSize',
      })
    },
  ],
  [
    "a Presigner's options are defaults",
    () => {
      const presigner = new Presigner({ ...media, expiresIn: 60 })
      equal(presigner.presign('GetObject', { key: 'k' }).expiresIn, 60)
      const other = presigner.presign('GetObject', { key: 'k', bucket: 'other', expiresIn: 30 })
      same([other.expiresIn, new URL(other.url).host], [30, 'other.s3.eu-west-1.amazonaws.com'])
    },
  ],
  [
    'endpoints',
    () => {
      const at = (/** @type {any} */ options) =>
        presign('GetObject', { bucket: 'media', key: 'k', credentials, ...options })
      const start = (/** @type {any} */ options) => at(options).url.split('?')[0]
      equal(start({ endpoint: aws({ region: 'cn-north-1' }) }), 'https://media.s3.cn-north-1.amazonaws.com.cn/k')
      equal(
        start({ endpoint: aws({ region: 'eu-west-1', addressingStyle: 'path' }) }),
        'https://s3.eu-west-1.amazonaws.com/media/k',
      )
      equal(start({ region: 'eu-west-1', bucket: 'a.b' }), 'https://s3.eu-west-1.amazonaws.com/a.b/k')
      equal(start({ endpoint: custom({ url: 'HTTP://LocalHost:80', region: 'r' }) }), 'http://localhost/media/k')
      equal(start({ endpoint: 'https://x.co:8443/s3/v1/', region: 'r' }), 'https://x.co:8443/s3/v1/media/k')
      equal(
        start({ endpoint: r2({ accountId, jurisdiction: 'eu' }) }),
        `https://${accountId}.eu.r2.cloudflarestorage.com/media/k`,
      )
      throws(() => at({ region: 'eu-west-1', endpoint: aws({ region: 'us-east-1' }) }), 'ERR_INVALID_REGION')
      for (const url of [
        'https://u:p@h',
        'https://h/?a',
        'https://h/#a',
        'https://h/a/../b',
        'https://h/%2e%2E',
        'https://h/.\t.',
      ]) {
        throws(() => at({ endpoint: url, region: 'r' }), 'ERR_INVALID_ENDPOINT')
      }
      throws(() => r2({ accountId: 'evil/' }), 'ERR_INVALID_ENDPOINT')
      throws(() => r2({ accountId, jurisdiction: /** @type {any} */ ('evil.example/') }), 'ERR_INVALID_ENDPOINT')
    },
  ],
  [
    'what R2 cannot do throws',
    () => {
      const presigner = new Presigner({ endpoint: r2({ accountId }), bucket: 'media', credentials })
      equal(presigner.presign('UploadPart', { key: 'k', uploadId: 'u', partNumber: 1 }).method, 'PUT')
      const refused = /** @type {[any, any][]} */ ([
        ['CreateMultipartUpload', { key: 'k' }],
        ['DeleteObjects', {}],
        ['GetObjectTagging', { key: 'k' }],
        ['PutObject', { key: 'k', tagging: 'a=b' }],
        ['PutObject', { key: 'k', headers: { 'X-Amz-Acl': 'private' } }],
        ['PutObject', { key: 'k', ifNoneMatch: '*', hoist: ['If-None-Match'] }],
      ])
      for (const [operation, options] of refused) {
        throws(() => presigner.presign(operation, options), 'ERR_UNSUPPORTED_BY_PROVIDER')
      }
    },
  ],
  [
    'a token that reveals its secret is refused',
    () => {
      const revealing = { ...credentials, sessionToken: 'and0L2V5SmhiR2NpT2lKSVV6STFOaUo5' }
      throws(() => presign('GetObject', { ...media, key: 'k', credentials: revealing }), 'ERR_TOKEN_REVEALS_SECRET')
      const allowed = presign('GetObject', { ...media, key: 'k', credentials: revealing, allowRevealingToken: true })
      equal(new URL(allowed.url).searchParams.get('X-Amz-Security-Token'), revealing.sessionToken)
    },
  ],
  [
    'no URL outlives its credentials',
    () => {
      const end = Math.ceil(Date.now() / 1000) * 1000 + 60_000
      for (const expiration of [new Date(end), new Date(end).toISOString()]) {
        const result = presign('GetObject', { ...media, key: 'k', credentials: { ...credentials, expiration } })
        same([result.limitedBy, result.expiresAt, result.expiresIn <= 61], ['credentials', new Date(end), true])
        const options = { ...media, key: 'k', minExpiresIn: 120, credentials: { ...credentials, expiration } }
        throws(() => presign('GetObject', options), 'ERR_CREDENTIALS_EXPIRED')
      }
      const ended = { ...credentials, expiration: new Date(Date.now() - 1000) }
      throws(() => presign('GetObject', { ...media, key: 'k', credentials: ended }), 'ERR_CREDENTIALS_EXPIRED')
      throws(
        () => presign('GetObject', { ...media, key: 'k', credentials: { ...credentials, expiration: 'soon' } }),
        'ERR_INVALID_CREDENTIALS',
      )
    },
  ],
  [
    'an expiry is a whole number from 1 to 604800',
    () => {
      for (const expiresIn of [0, -1, 0.5, 604_801, NaN, Infinity]) {
        throws(() => presign('GetObject', { ...media, key: 'k', expiresIn }), 'ERR_INVALID_EXPIRES_IN')
      }
      throws(
        () => presign('GetObject', { ...media, key: 'k', expiresIn: /** @type {any} */ ('60') }),
        'ERR_INVALID_ARG_TYPE',
      )
      throws(() => presign('GetObject', { ...media, key: 'k', signingDate: new Date(NaN) }), 'ERR_INVALID_SIGNING_DATE')
      throws(
        () => presign('GetObject', { ...media, key: 'k', signingDate: new Date(-1000) }),
        'ERR_INVALID_SIGNING_DATE',
      )
    },
  ],
  [
    'signing keys are picked by date and good for their scope only',
    () => {
      const signingDate = new Date('2026-11-24T23:59:59Z')
      const next = new Date('2026-11-25T00:00:00Z')
      const keys = [signingDate, next].map((date) => deriveSigningKey(credentials, { region: 'eu-west-1', date }))
      for (const date of [signingDate, next]) {
        const options = { ...media, key: 'k', signingDate: date }
        equal(presign('GetObject', { ...options, credentials: keys }).url, presign('GetObject', options).url)
      }
      const wrong = [{ signingDate: new Date('2026-11-26T00:00:00Z') }, { signingDate, region: 'eu-west-2' }]
      for (const options of wrong) {
        throws(
          () => presign('GetObject', { ...media, key: 'k', ...options, credentials: keys }),
          'ERR_SIGNING_KEY_SCOPE',
        )
      }
      const sts = { service: 'sts', region: 'eu-west-1', credentials: keys, signingDate }
      throws(() => presignUrl('https://sts.eu-west-1.amazonaws.com/', sts), 'ERR_SIGNING_KEY_SCOPE')
    },
  ],
  [
    'any URL is presigned',
    () => {
      const options = {
        service: 'sts',
        region: 'us-east-1',
        credentials,
        signingDate: new Date('2026-11-24T00:00:00Z'),
      }
      const { url, expiresIn } = presignUrl(
        'https://sts.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15',
        options,
      )
      same([new URL(url).searchParams.get('Action'), expiresIn], ['GetCallerIdentity', 900])
      const iot = { ...options, service: 'iotdevicegateway', credentials: { ...credentials, sessionToken: 'TOKEN' } }
      const token = (/** @type {any} */ mode) => {
        const signed = presignUrl('https://iot.amazonaws.com/mqtt', { ...iot, sessionTokenMode: mode })
        return new URL(signed.url).searchParams
      }
      equal(token('include').get('X-Amz-Security-Token'), 'TOKEN')
      equal(token('exclude').get('X-Amz-Security-Token'), 'TOKEN')
      equal(token('include').get('X-Amz-Signature') === token('exclude').get('X-Amz-Signature'), false)
      for (const url of [
        'https://h/a/../b',
        'https://h/?a=b+c',
        'https://h/#f',
        'nonsense',
        'https://u@h/',
        'ftp://h/',
      ]) {
        throws(() => presignUrl(url, options), 'ERR_INVALID_URL')
      }
      throws(() => presignUrl('https://h/', { ...options, method: 'get' }), 'ERR_INVALID_METHOD')
      throws(() => presignUrl('https://h/', { ...options, service: '' }), 'ERR_INVALID_SERVICE')
      throws(() => presignUrl('https://h/?X-Amz-Expires=1', options), 'ERR_RESERVED_QUERY_PARAMETER')
    },
  ],
  [
    'a request is signed with its body or its hash',
    () => {
      const options = { service: 's3', region: 'us-east-1', credentials, signingDate: new Date('2026-11-24T00:00:00Z') }
      const request = { url: 'https://media.s3.us-east-1.amazonaws.com/a', method: 'PUT' }
      const sha256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824' // of "hello"
      const bytes = new TextEncoder().encode('hello')
      const bodies = ['hello', bytes, bytes.buffer, { sha256 }]
      const headers = bodies.map((body) => JSON.stringify(sign({ ...request, body }, options).headers))
      same(new Set(headers).size, 1)
      equal(JSON.parse(String(headers[0]))['x-amz-content-sha256'], sha256)
      for (const body of [new ReadableStream(), 5, {}, new Blob(['hello'])]) {
        throws(() => sign({ ...request, body: /** @type {any} */ (body) }, options), 'ERR_INVALID_ARG_TYPE')
      }
      throws(() => sign({ ...request, body: { sha256: 'short' } }, options), 'ERR_INVALID_HEADER')
    },
  ],
  [
    'random keys cannot be guessed',
    () => {
      const key = randomKey('users/ü/', { extension: 'tar.gz' })
      equal(/^users\/ü\/[0-9a-f]{32}\.tar\.gz$/.test(key), true)
      equal(new Set(Array.from({ length: 1000 }, () => randomKey(''))).size, 1000)
      for (const [prefix, extension] of [['../'], ['a/', '/'], ['a/', ''], ['\ud800']]) {
        throws(() => randomKey(String(prefix), { extension }), 'ERR_INVALID_KEY')
      }
    },
  ],
  [
    'a value of the wrong type is a TypeError, and nothing is dropped',
    () => {
      const cases = /** @type {any[]} */ ([
        { credentials: () => credentials },
        { credentials: Promise.resolve(credentials) },
        { credentials: undefined },
        { credentials: [] },
        { credentials: { ...credentials, sessionToken: null } },
        { headers: new Headers({ 'x-amz-acl': 'private' }) },
        { headers: new Map() },
        { headers: { 'x-amz-acl': 1 } },
        { expires: 60 },
        { contentLength: -1 },
        { contentLength: '5' },
        { bucket: 5 },
        { bucket: '\ud800' },
        { hoist: 'x-amz-acl' },
        { endpoint: 5 },
        { addressingStyle: 'vhost' },
        { signingDate: '2026-11-24T00:00:00Z' },
        { allowRevealingToken: 'yes' },
      ])
      for (const options of cases) {
        throws(() => presign('PutObject', { ...media, key: 'k', ...options }), 'ERR_INVALID_ARG_TYPE')
      }
      throws(() => presign('PutObject', { ...media, key: 'a\udc00' }), 'ERR_INVALID_KEY')
    },
  ],
  [
    'an error is known by its code, from whatever copy of the package',
    () => {
      const error = thrown(() => presign('GetObject', { ...media, key: '..' }))
      same([error instanceof SigningError, isSigningError(error), error.name], [true, true, 'SigningError'])
      equal(isSigningError(Object.assign(new Error('x'), { name: 'SigningError', code: 'ERR_INVALID_KEY' })), true)
      equal(isSigningError(new TypeError('x')), false)
    },
  ],
  ...vectors.map(
    (vector) =>
      /** @type {[string, () => void]} */ ([
        `vector: ${vector.name}`,
        () => {
          const run = () => presign(/** @type {any} */ (vector.operation), optionsOf(vector.options))
          if (vector.code === null) return void run()
          const { message } = throws(run, vector.code)
          equal(message.includes(secretAccessKey), false)
        },
      ]),
  ),
]

const ODD_KEYS = [
  ...['a', '/a', '//evil.example/x', 'a//b', 'a/', '...', 'a b', 'a+b', 'a%20b', 'a%2Fb', '%2e%2e/x', '100%', 'a?b=c'],
  ...[
    'a#b',
    'a\\b',
    `!*'()`,
    '"<>|{}[]^`',
    ';,:@$=&',
    '~-_.',
    'é',
    'e\u0301',
    '日本語/😀',
    'tab\t\n\r\0\u007f',
    'x'.repeat(1024),
  ],
]

/** @param {any} options */
function optionsOf({ signingDate, credentials, ...rest }) {
  const options = { ...rest, credentials: { ...credentials } }
  if (signingDate !== undefined) options.signingDate = new Date(signingDate)
  if (credentials?.signingKey !== undefined) {
    options.credentials.signingKey = Uint8Array.from(credentials.signingKey.match(/../g), (hex) => parseInt(hex, 16))
  }
  return options
}

/** @param {{ url: string }} presigned @param {string} expected */
function signature({ url }, expected) {
  equal(new URL(url).searchParams.get('X-Amz-Signature'), expected)
}

/** @param {unknown} actual @param {unknown} expected */
function equal(actual, expected) {
  if (actual !== expected) throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`)
}

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  equal(JSON.stringify(actual), JSON.stringify(expected))
}

/** @param {() => unknown} run */
function thrown(run) {
  try {
    run()
  } catch (error) {
    return /** @type {any} */ (error)
  }
  throw new Error('expected an error')
}

/** @param {() => unknown} run @param {string} code */
function throws(run, code) {
  const error = thrown(run)
  if (error.code !== code) throw new Error(`expected ${code}, got ${error.code}: ${error.message}`)
  return error
}
