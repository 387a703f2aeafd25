// What the package promises, for every runtime: run by tests/run/*.

import {
  Presigner,
  SigningError,
  deriveSigningKey,
  isSigningError,
  presign,
  presignPost,
  presignUrl,
  randomKey,
  sign,
} from 'edgesign'
import { aws, custom, r2 } from 'edgesign/endpoints'
import vectors from './errors.json' with { type: 'json' }
import { atTimes, equal, same, secretAccessKey, thrown, throws } from './expect.js'
import { formContract } from './forms.js'
import { grantContract } from './grants.js'

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
          'cache-control': 'a',
          'content-disposition': 'b',
          'content-encoding': 'gzip',
          'content-language': 'de',
          'content-md5': 'm',
          'if-match': '"e"',
          'x-amz-acl': 'private',
          'x-amz-checksum-sha256': 'AA==',
          'x-amz-meta-owner': '42',
          'x-amz-server-side-encryption': 'aws:kms',
          'x-amz-server-side-encryption-aws-kms-key-id': 'id',
          'x-amz-storage-class': 'STANDARD_IA',
          'x-amz-tagging': 'a%20b=c%27d',
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
        'https://[::1]/',
        'https://h/?a=%ff',
        'https://h/?%',
      ]) {
        throws(() => presignUrl(url, options), 'ERR_INVALID_URL')
      }
      throws(() => presignUrl(`https://h/${'a'.repeat(65_536)}`, options), 'ERR_TOO_LARGE')
      throws(() => presignUrl('https://h/', { ...options, method: 'get' }), 'ERR_INVALID_METHOD')
      const s3 = { ...options, service: 's3' }
      for (const url of ['https://h/a%2Fb', 'https://h/%zz', 'https://h/%ff'])
        throws(() => presignUrl(url, s3), 'ERR_INVALID_URL')
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
      const part = new TextEncoder().encode('(hello)').subarray(1, 6)
      const view = new DataView(part.buffer, 1, 5)
      const bodies = ['hello', bytes, bytes.buffer, part, view, { sha256 }]
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
        { headers: null },
        { headers: 'x-amz-acl: private' },
        { headers: [['x-amz-acl', 'private']] },
        { query: new URLSearchParams('a=b') },
        { metadata: 5 },
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
  [
    'the signed headers are those to send, sorted',
    () => {
      const result = presign('PutObject', {
        ...{ ...media, key: 'k', contentType: 'text/plain', contentLength: 5, contentMd5: 'm' },
        headers: { 'X-Custom': 'a  b', 'x-amz-acl': 'private' },
      })
      same(Object.keys(result.headers).sort(), ['content-md5', 'content-type', 'x-amz-acl', 'x-custom'])
      equal(parameter(result, 'X-Amz-SignedHeaders'), 'content-length;content-md5;content-type;host;x-amz-acl;x-custom')
      equal(result.headers['x-custom'], 'a  b')
      equal(presign('GetObject', { ...media, key: 'k' }).contentLength, undefined)
    },
  ],
  [
    'the URL is a string, the dates are dates, and the lifetime is what the URL says',
    () => {
      const signingDate = new Date('2026-11-24T10:00:00.999Z')
      const result = presign('GetObject', { ...media, key: 'k', signingDate })
      same([typeof result.url, result.expiresAt instanceof Date, result.limitedBy], ['string', true, 'request'])
      equal(parameter(result, 'X-Amz-Date'), '20261124T100000Z')
      equal(parameter(result, 'X-Amz-Expires'), String(result.expiresIn))
      equal(result.expiresAt.getTime(), Date.UTC(2026, 10, 24, 10, 15))
    },
  ],
  [
    'options may be frozen, and are left as they are',
    () => {
      const options = Object.freeze({
        ...{ ...media, key: 'k', credentials: Object.freeze({ ...credentials }) },
        ...{ metadata: Object.freeze({ a: 'b' }), hoist: Object.freeze(['x-amz-meta-a']) },
      })
      const before = JSON.stringify(options)
      presign('PutObject', options)
      equal(JSON.stringify(options), before)
    },
  ],
  [
    'every option reaches its wire name',
    () => {
      for (const [operation, options, name, value] of QUERY_NAMES) {
        const { url } = presign(operation, { ...media, ...options })
        same([name, new URL(url).searchParams.getAll(name)], [name, [value]])
      }
      for (const [operation, options, name, value] of HEADER_NAMES) {
        const result = presign(operation, { ...media, key: 'k', ...options })
        same([name, result.headers[name]], [name, value])
        equal(parameter(result, 'X-Amz-SignedHeaders').split(';').includes(name), true)
      }
    },
  ],
  [
    'every operation has its method, and nothing more than its own query',
    () => {
      for (const [operation, options, method, own] of OPERATIONS) {
        const result = presign(operation, { ...media, ...options })
        const names = [...new URL(result.url).searchParams.keys()].filter((name) => !name.startsWith('X-Amz-'))
        same([operation, result.method, names.sort().join()], [operation, method, own])
      }
    },
  ],
  [
    'a hoisted header is in the query and need not be sent',
    () => {
      const options = { ...media, key: 'k', storageClass: 'GLACIER', ifNoneMatch: '*', contentType: 'a/b' }
      const result = presign('PutObject', { ...options, hoist: ['x-amz-storage-class'] })
      equal(parameter(result, 'x-amz-storage-class'), 'GLACIER')
      same(result.headers, { 'content-type': 'a/b', 'if-none-match': '*' })
      equal(parameter(result, 'X-Amz-SignedHeaders'), 'content-type;host;if-none-match')
      for (const name of ['content-type', 'x-amz-acl', 'content-length', 'x-amz-checksum-sha256']) {
        throws(() => presign('PutObject', { ...options, hoist: [name] }), 'ERR_INVALID_HEADER')
      }
    },
  ],
  [
    'what is given twice is refused',
    () => {
      const put = (/** @type {any} */ options) => () => presign('PutObject', { ...media, key: 'k', ...options })
      throws(put({ contentType: 'a', headers: { 'Content-Type': 'b' } }), 'ERR_INVALID_HEADER')
      throws(put({ metadata: { A: 'x', a: 'y' } }), 'ERR_INVALID_HEADER')
      const get = { ...media, key: 'k', query: { 'response-expires': 'a' }, response: { expires: 'b' } }
      throws(() => presign('GetObject', get), 'ERR_RESERVED_QUERY_PARAMETER')
      const copySource = { bucket: 'from', key: 'k' }
      const copy = { ...media, key: 'k', copySource, headers: { 'x-amz-copy-source': 'other/secret' } }
      throws(() => presign('CopyObject', copy), 'ERR_INVALID_HEADER')
    },
  ],
  [
    'a header named like an object member is a header',
    () => {
      const metadata = JSON.parse('{"__proto__":"a","constructor":"b"}')
      const { headers } = presign('PutObject', { ...media, key: 'k', metadata })
      same([headers['x-amz-meta-__proto__'], headers['x-amz-meta-constructor']], ['a', 'b'])
      const bare = presign('PutObject', { ...media, key: 'k', headers: metadata })
      same(Object.entries(bare.headers).sort(), Object.entries(metadata).sort())
      const signed = sign({ url: 'https://h.example/', headers: metadata }, { service: 's3', region: 'r', credentials })
      same([Object.hasOwn(signed.headers, '__proto__'), signed.headers.constructor], [true, 'b'])
    },
  ],
  [
    'a Presigner shows no secret, and needs no release',
    () => {
      const presigner = new Presigner(media)
      same([JSON.stringify(presigner), Reflect.ownKeys(presigner)], ['{}', []])
      same(Object.getOwnPropertyNames(Presigner.prototype), ['constructor', 'within', 'presign', 'presignPost'])
      throws(() => new Presigner(/** @type {any} */ ({ ...media, key: 'k' })), 'ERR_INVALID_ARG_TYPE')
      throws(() => new Presigner(/** @type {any} */ (undefined)), 'ERR_INVALID_ARG_TYPE')
      throws(() => presigner.presign('GetObject', undefined), 'ERR_INVALID_ARG_TYPE')
    },
  ],
  [
    "every one of a Presigner's options is a default that a call may replace",
    () => {
      const presigner = new Presigner({ ...media, endpoint: 'https://one.example', minExpiresIn: 10 })
      const start = (/** @type {any} */ options) => presigner.presign('GetObject', { key: 'k', ...options }).url
      equal(start({}).startsWith('https://one.example/media/k?'), true)
      equal(start({ endpoint: 'https://two.example' }).startsWith('https://two.example/media/k?'), true)
      equal(start({ addressingStyle: 'virtual-hosted' }).startsWith('https://media.one.example/k?'), true)
      equal(start({ region: 'eu-west-2' }).includes('%2Feu-west-2%2Fs3%2F'), true)
      equal(start({ credentials: { ...credentials, accessKeyId: 'OTHER' } }).includes('Credential=OTHER%2F'), true)
      throws(() => start({ expiresIn: 9 }), 'ERR_INVALID_EXPIRES_IN')
      equal(start({ expiresIn: 9, minExpiresIn: 9 }).includes('X-Amz-Expires=9&'), true)
    },
  ],
  [
    'an undefined option is one that is not given',
    () => {
      const presigner = new Presigner({ ...media, expiresIn: 60 })
      const nothing = { bucket: undefined, credentials: undefined, region: undefined, expiresIn: undefined }
      const { url, expiresIn } = presigner.presign('GetObject', { key: 'k', ...nothing })
      same([expiresIn, new URL(url).host], [60, 'media.s3.eu-west-1.amazonaws.com'])
    },
  ],
  [
    'every partition and jurisdiction has its address',
    () => {
      const start = (/** @type {any} */ endpoint) => {
        const { url } = presign('GetObject', { bucket: 'media', key: 'k', credentials, endpoint })
        return url.slice(0, url.indexOf('?'))
      }
      equal(start(aws({ region: 'us-east-1' })), 'https://media.s3.us-east-1.amazonaws.com/k')
      equal(start(aws({ region: 'us-gov-west-1' })), 'https://media.s3.us-gov-west-1.amazonaws.com/k')
      equal(start(aws({ region: 'eusc-de-east-1' })), 'https://media.s3.eusc-de-east-1.amazonaws.eu/k')
      equal(start(r2({ accountId })), `https://${accountId}.r2.cloudflarestorage.com/media/k`)
      for (const jurisdiction of /** @type {const} */ (['eu', 'fedramp'])) {
        const host = `${accountId}.${jurisdiction}.r2.cloudflarestorage.com`
        equal(start(r2({ accountId, jurisdiction })), `https://${host}/media/k`)
      }
      const at = (/** @type {string} */ url) => start(custom({ url, region: 'r' }))
      equal(at('HTTPS://S3.EXAMPLE:443/'), 'https://s3.example/media/k')
      equal(at('http://127.0.0.1:9000/base/path/'), 'http://127.0.0.1:9000/base/path/media/k')
      const virtual = custom({ url: 'https://s3.example:8443', region: 'r', addressingStyle: 'virtual-hosted' })
      equal(start(virtual), 'https://media.s3.example:8443/k')
      for (const wrong of ['A'.repeat(32), '0'.repeat(31), `${accountId}\n`, '']) {
        throws(() => r2({ accountId: wrong }), 'ERR_INVALID_ENDPOINT')
      }
    },
  ],
  [
    'an endpoint that is none is refused, not left out',
    () => {
      // All but a string and an endpoint's own names: what is dropped would be signed for AWS instead.
      const wrong = [new URL('https://s3.example'), [], new Map(), { uri: 'https://s3.example', region: 'eu-west-1' }]
      for (const endpoint of /** @type {any[]} */ (wrong)) {
        throws(() => presign('GetObject', { ...media, key: 'k', endpoint }), 'ERR_INVALID_ARG_TYPE')
      }
    },
  ],
  [
    'a response header of an unknown name is refused',
    () => {
      for (const name of ['contentdisposition', 'ContentType', 'content-type', 'etag']) {
        const response = /** @type {any} */ ({ [name]: 'a' })
        throws(() => presign('GetObject', { ...media, key: 'k', response }), 'ERR_INVALID_ARG_TYPE')
      }
    },
  ],
  [
    'no key leaves its bucket, in any style',
    () => {
      for (const [start, options] of PLACES) {
        for (const key of HARMLESS_KEYS) {
          const { url } = presign('GetObject', { ...media, ...options, key })
          equal(new URL(url).href, url)
          equal(url.startsWith(start), true)
          const path = url.slice(start.length, url.indexOf('?'))
          equal(/^([\w.~/-]|%[0-9A-F]{2})*$/.test(path), true)
          equal(decodeURIComponent(path), key)
        }
        for (const key of ESCAPING_KEYS) {
          throws(() => presign('GetObject', { ...media, ...options, key }), 'ERR_INVALID_KEY')
        }
      }
    },
  ],
  [
    'no bucket name leads elsewhere',
    () => {
      for (const bucket of ESCAPING_BUCKETS) {
        for (const addressingStyle of /** @type {const} */ (['path', 'virtual-hosted'])) {
          const options = { ...media, key: 'k', bucket, addressingStyle }
          throws(() => presign('GetObject', options), 'ERR_INVALID_BUCKET')
        }
      }
      const { url } = presign('GetObject', { ...media, bucket: 'evil.example', key: 'k' })
      equal(url.startsWith('https://s3.eu-west-1.amazonaws.com/evil.example/k?'), true)
    },
  ],
  [
    'no endpoint or region leads elsewhere',
    () => {
      for (const endpoint of ESCAPING_ENDPOINTS) {
        throws(() => presign('GetObject', { ...media, key: 'k', endpoint }), 'ERR_INVALID_ENDPOINT')
        const late = () => new Presigner({ ...media, endpoint }).presign('GetObject', { key: 'k' })
        throws(late, 'ERR_INVALID_ENDPOINT')
      }
      for (const region of ['evil.example/', 'x.evil.example', 'x@evil', 'x#', 'x?', 'x\\', '', '-x']) {
        throws(() => presign('GetObject', { ...media, key: 'k', region }), 'ERR_INVALID_REGION')
      }
    },
  ],
  [
    'no copy takes from another bucket or key than was said',
    () => {
      const copy = (/** @type {any} */ copySource) => presign('CopyObject', { ...media, key: 'k', copySource })
      for (const key of ESCAPING_KEYS) throws(() => copy({ bucket: 'from', key }), 'ERR_INVALID_KEY')
      for (const bucket of ESCAPING_BUCKETS) throws(() => copy({ bucket, key: 'k' }), 'ERR_INVALID_BUCKET')
      for (const key of HARMLESS_KEYS) {
        const source = String(copy({ bucket: 'from', key, versionId: 'a&b=../c' }).headers['x-amz-copy-source'])
        const [path, version, ...rest] = source.split('?')
        same([decodeURIComponent(String(path)), version, rest], [`from/${key}`, 'versionId=a%26b%3D..%2Fc', []])
      }
      const header = { 'X-Amz-Copy-Source': 'other/secret' }
      throws(() => presign('PutObject', { ...media, key: 'k', headers: header }), 'ERR_INVALID_HEADER')
      throws(() => presign('PutObject', { ...media, key: 'k', query: header }), 'ERR_RESERVED_QUERY_PARAMETER')
      const copySource = { bucket: 'from', key: 'k' }
      throws(() => presign('PutObject', /** @type {any} */ ({ ...media, key: 'k', copySource })), 'ERR_INVALID_HEADER')
    },
  ],
  [
    'what an option is made of is checked as well',
    () => {
      const put = (/** @type {any} */ options) => presign('PutObject', { ...media, key: 'k', ...options })
      const part = (/** @type {any} */ partNumber) =>
        presign('UploadPart', { ...media, key: 'k', uploadId: 'u', partNumber })
      const copySource = { bucket: 'from', key: 'k', version: 'v' }
      const copy = (/** @type {any} */ source) => presign('CopyObject', { ...media, key: 'k', copySource: source })
      const wrong = [
        ...[
          { algorithm: 'MD5', value: 'AA==' },
          { algorithm: 'sha256', value: 'AA==' },
          { algorithm: 'SHA256' },
          'AA==',
        ].map((checksum) => () => put({ checksum })),
        () => put({ checksum: { algorithm: 'SHA256', value: 'AA==', type: 'COMPOSITE' } }),
        ...[0, 10_001, 1.5, '1'].map((number) => () => part(number)),
        ...[copySource, 'from/k'].map((source) => () => copy(source)),
        ...[aws, custom, r2].map((endpoint) => () => /** @type {any} */ (endpoint)()),
      ]
      for (const call of wrong) throws(call, 'ERR_INVALID_ARG_TYPE')
      const { headers } = sign({ url: 'https://media.example/k' }, { service: 's3', region: 'eu-west-1', credentials })
      equal(Object.isFrozen(headers), true)
    },
  ],
  [
    'a signing key names its scope, and derives to itself',
    () => {
      const date = new Date('2026-11-24T12:00:00Z')
      const expiration = '2026-12-01T00:00:00Z'
      const key = deriveSigningKey({ ...credentials, sessionToken: 'TOKEN', expiration }, { region: 'auto', date })
      const { signingKey, ...rest } = key
      same([signingKey instanceof Uint8Array, signingKey.length], [true, 32])
      const { accessKeyId } = credentials
      same(rest, {
        ...{ accessKeyId, date: '20261124', region: 'auto', service: 's3' },
        ...{ sessionToken: 'TOKEN', expiration },
      })
      const again = deriveSigningKey(/** @type {any} */ (key), { region: 'auto', date })
      equal(String(again.signingKey), String(signingKey))
      throws(() => deriveSigningKey(/** @type {any} */ (key), { region: 'other', date }), 'ERR_SIGNING_KEY_SCOPE')
      throws(() => deriveSigningKey(/** @type {any} */ ([credentials]), { region: 'r' }), 'ERR_INVALID_ARG_TYPE')
    },
  ],
  [
    "AWS's documented signing key",
    () => {
      // Of the presigned URL above; computed with botocore.
      const date = new Date('2013-05-24T00:00:00Z')
      const { signingKey } = deriveSigningKey(credentials, { region: 'us-east-1', date })
      const hex = Array.from(signingKey, (byte) => byte.toString(16).padStart(2, '0')).join('')
      equal(hex, 'dbb893acc010964918f1fd433add87c70e8b0db6be30c1fbeafefa5ec6ba8378')
    },
  ],
  [
    'a signing key derived at midnight is that of the date it names',
    () => {
      const before = Date.UTC(2026, 10, 24, 23, 59, 59, 999)
      const key = atTimes([before, before + 1], () => deriveSigningKey(credentials, { region: 'r' }))
      const day = key.date.replace(/(....)(..)(..)/, '$1-$2-$3T00:00:00Z')
      const named = deriveSigningKey(credentials, { region: 'r', date: new Date(day) })
      equal(String(key.signingKey), String(named.signingKey))
    },
  ],
  [
    "a body that is not given is signed as empty, and S3's not at all",
    () => {
      const options = { region: 'us-east-1', credentials, signingDate: new Date('2026-11-24T00:00:00Z') }
      const made = (/** @type {string} */ service, /** @type {any} */ body) =>
        parameter(presignUrl('https://h.example/', { ...options, service, body }), 'X-Amz-Signature')
      const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' // of nothing
      equal(made('sts', undefined), made('sts', { sha256 }))
      equal(made('sts', ''), made('sts', { sha256 }))
      equal(made('s3', undefined) === made('sts', undefined), false)
      // S3 would not see it: there a body is pinned by binding its hash as a header.
      throws(() => made('s3', { sha256 }), 'ERR_INVALID_ARG_TYPE')
    },
  ],
  [
    'a presigned URL of an object is the one that presign makes',
    () => {
      const signingDate = new Date('2026-11-24T00:00:00Z')
      const own = presign('GetObject', { ...media, key: "a b/ü+'(1)", signingDate, expiresIn: 60 })
      const { pathname, origin } = new URL(own.url)
      const options = { service: 's3', region: 'eu-west-1', credentials, signingDate, expiresIn: 60 }
      equal(presignUrl(origin + pathname, options).url, own.url)
    },
  ],
  [
    'the token of a session of S3 Express has a name of its own (a vector of botocore)',
    () => {
      const options = {
        ...{ service: 's3express', region: 'us-east-1', sessionTokenMode: /** @type {const} */ ('s3session') },
        credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey, sessionToken: 'EXPRESSTOKEN' },
        signingDate: new Date('2026-11-23T12:00:00Z'),
      }
      const url = 'https://examplebucket--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/k'
      const presigned = presignUrl(url, { ...options, expiresIn: 300 })
      equal(parameter(presigned, 'X-Amz-S3session-Token'), 'EXPRESSTOKEN')
      signature(presigned, '8cadc6b8a0f461afbcfaea01e02e4d90dc588f47887087fad9ef11b64d8db2e0')
      const { headers } = sign({ url }, options)
      same([headers['x-amz-s3session-token'], headers['x-amz-security-token']], ['EXPRESSTOKEN', undefined])
    },
  ],
  [
    'a token that is excluded is not signed, but sent',
    () => {
      const options = {
        service: 'iotdevicegateway',
        region: 'us-east-1',
        signingDate: new Date('2026-11-24T00:00:00Z'),
      }
      const temporary = { ...credentials, sessionToken: 'TOKEN' }
      const exclude = { ...options, credentials: temporary, sessionTokenMode: /** @type {const} */ ('exclude') }
      const without = { ...options, credentials }
      const url = 'https://iot.example/mqtt'
      const made = [exclude, without].map((each) => parameter(presignUrl(url, each), 'X-Amz-Signature'))
      equal(made[0], made[1])
      const [sent, plain] = [exclude, without].map((each) => sign({ url }, each).headers)
      equal(sent?.['x-amz-security-token'], 'TOKEN')
      equal(sent?.authorization, plain?.authorization)
      const wrong = /** @type {any} */ ('never')
      throws(() => presignUrl(url, { ...without, sessionTokenMode: wrong }), 'ERR_INVALID_ARG_TYPE')
    },
  ],
  [
    'a session token is signed in the query and in the header',
    () => {
      const temporary = { ...credentials, sessionToken: 'a/b+c==' }
      const presigned = presign('GetObject', { ...media, key: 'k', credentials: temporary })
      equal(parameter(presigned, 'X-Amz-Security-Token'), 'a/b+c==')
      const { headers } = sign({ url: 'https://h.example/' }, { service: 's3', region: 'r', credentials: temporary })
      equal(headers['x-amz-security-token'], 'a/b+c==')
      equal(String(headers.authorization).includes(';x-amz-security-token,'), true)
    },
  ],
  [
    'an expiration cuts a URL to just what is left',
    () => {
      const signingDate = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000)
      const cut = (/** @type {number} */ seconds) => {
        const expiration = new Date(signingDate.getTime() + seconds * 1000)
        const options = { ...media, key: 'k', signingDate, credentials: { ...credentials, expiration }, expiresIn: 60 }
        const { expiresIn, limitedBy } = presign('GetObject', options)
        return [expiresIn, limitedBy]
      }
      same([cut(59), cut(60), cut(61)], [[59, 'credentials'], [60, 'request'], [60, 'request']]) // prettier-ignore
      throws(() => cut(0), 'ERR_CREDENTIALS_EXPIRED')
      // Not yet expired on the signing date, but by now: such a URL would be dead on arrival.
      const ended = { ...credentials, expiration: new Date(Date.now() - 1000) }
      const earlier = { ...media, key: 'k', credentials: ended, signingDate: new Date(Date.now() - 60_000) }
      throws(() => presign('GetObject', earlier), 'ERR_CREDENTIALS_EXPIRED')
      for (const expiration of ['2026-11-24', 'tomorrow', '', new Date(NaN)]) {
        const options = { ...media, key: 'k', credentials: { ...credentials, expiration } }
        throws(() => presign('GetObject', options), 'ERR_INVALID_CREDENTIALS')
      }
      const options = {
        service: 's3',
        region: 'r',
        credentials: { ...credentials, expiration: '2020-01-01T00:00:00Z' },
      }
      throws(() => sign({ url: 'https://h.example/' }, options), 'ERR_CREDENTIALS_EXPIRED')
      throws(() => presignUrl('https://h.example/', options), 'ERR_CREDENTIALS_EXPIRED')
    },
  ],
  [
    'a lone surrogate is refused wherever it stands',
    () => {
      const lone = 'a\ud800'
      const wrong = /** @type {any[]} */ ([
        ...[{ contentType: lone }, { metadata: { a: lone } }, { metadata: { [lone]: 'a' } }, { query: { a: lone } }],
        ...[{ tagging: { a: lone } }, { region: lone }, { headers: { a: lone } }, { endpoint: lone }],
        ...[
          { credentials: { ...credentials, secretAccessKey: lone } },
          { credentials: { ...credentials, accessKeyId: lone } },
        ],
      ])
      for (const options of wrong) {
        throws(() => presign('PutObject', { ...media, key: 'k', ...options }), 'ERR_INVALID_ARG_TYPE')
      }
      throws(() => presign('PutObject', { ...media, key: lone }), 'ERR_INVALID_KEY')
      const copySource = { bucket: 'from', key: lone }
      throws(() => presign('CopyObject', { ...media, key: 'k', copySource }), 'ERR_INVALID_KEY')
      const options = { service: 's3', region: 'r', credentials }
      throws(() => sign({ url: 'https://h.example/', body: lone }, options), 'ERR_INVALID_ARG_TYPE')
    },
  ],
  [
    'a service that is no string is refused, and not converted',
    () => {
      for (const service of [Symbol('s3'), Object.create(null), ['s3']]) {
        const options = /** @type {any} */ ({ service, region: 'r', credentials })
        throws(() => presignUrl('https://h.example/', options), 'ERR_INVALID_ARG_TYPE')
        throws(() => sign({ url: 'https://h.example/' }, options), 'ERR_INVALID_ARG_TYPE')
      }
    },
  ],
  [
    'an option of an unknown name is refused by every function',
    () => {
      const typo = /** @type {any} */ ({ service: 's3', region: 'r', credentials, signingdate: new Date() })
      throws(() => presignUrl('https://h.example/', typo), 'ERR_INVALID_ARG_TYPE')
      throws(() => sign({ url: 'https://h.example/' }, typo), 'ERR_INVALID_ARG_TYPE')
      throws(() => deriveSigningKey(credentials, typo), 'ERR_INVALID_ARG_TYPE')
      throws(() => randomKey('', /** @type {any} */ ({ ext: 'jpg' })), 'ERR_INVALID_ARG_TYPE')
      const { signingdate, ...options } = typo
      const request = /** @type {any} */ ({ url: 'https://h.example/', verb: 'PUT' })
      throws(() => sign(request, options), 'ERR_INVALID_ARG_TYPE')
      throws(() => presign('GetObject', /** @type {any} */ (undefined)), 'ERR_INVALID_ARG_TYPE')
      throws(() => presign(/** @type {any} */ (5), { ...media, key: 'k' }), 'ERR_INVALID_ARG_TYPE')
    },
  ],
  [
    'options that are no plain object are refused: what they hold would be dropped',
    () => {
      const odd = [new Map([['contentType', 'text/html']]), new Headers({ a: 'b' }), [], null]
      for (const response of /** @type {any[]} */ (odd))
        throws(() => presign('GetObject', { ...media, key: 'k', response }), 'ERR_INVALID_ARG_TYPE')
      throws(() => randomKey('a', /** @type {any} */ (new Map([['extension', 'jpg']]))), 'ERR_INVALID_ARG_TYPE')
      const inherited = Object.assign(Object.create({ contentType: 'text/plain' }), { key: 'k' })
      throws(() => presign('PutObject', Object.assign(inherited, media)), 'ERR_INVALID_ARG_TYPE')
      throws(() => new Presigner(media).presign('PutObject', inherited), 'ERR_INVALID_ARG_TYPE')
      const style = /** @type {any} */ (null)
      throws(() => presign('GetObject', { ...media, key: 'k', addressingStyle: style }), 'ERR_INVALID_ARG_TYPE')
      const endpoint = { url: 'https://s3.example.com', region: 'eu-west-1', addressingStyle: style }
      throws(() => presign('GetObject', { ...media, key: 'k', endpoint }), 'ERR_INVALID_ARG_TYPE')
      const holes = /** @type {any} */ ([, 'x-amz-acl']) // oxlint-disable-line no-sparse-arrays
      throws(() => presign('GetObject', { ...media, key: 'k', hoist: holes }), 'ERR_INVALID_ARG_TYPE')
      throws(() => presign('GetObject', { ...media, key: 'k', credentials: [, credentials] }), 'ERR_INVALID_ARG_TYPE') // oxlint-disable-line no-sparse-arrays
    },
  ],
  [
    'a text that is longer than any use of it is refused before it is copied',
    () => {
      const long = 'a'.repeat(65_537)
      throws(() => presign('GetObject', { ...media, key: long }), 'ERR_TOO_LARGE')
      throws(() => randomKey(long), 'ERR_TOO_LARGE')
      const s3 = { ...media, service: 's3', bucket: undefined }
      const { bucket, ...options } = s3
      throws(() => sign({ url: 'https://h.example/', body: { sha256: long } }, options), 'ERR_TOO_LARGE')
      sign({ url: 'https://h.example/', body: long }, options)
    },
  ],
  [
    'a date that no Date can be is refused',
    () => {
      for (const time of [1e20, NaN, 'never']) {
        const signingDate = /** @type {any} */ ({ getTime: () => time })
        throws(() => presign('GetObject', { ...media, key: 'k', signingDate }), 'ERR_INVALID_SIGNING_DATE')
      }
    },
  ],
  [
    'a header that the operation needs may be hoisted, once',
    () => {
      const copySource = { bucket: 'from', key: 'a b' }
      const { url, headers } = presign('CopyObject', { ...media, key: 'k', copySource, hoist: ['x-amz-copy-source'] })
      same([new URL(url).searchParams.get('x-amz-copy-source'), headers], ['from/a%20b', {}])
      const options = { region: 'eu-west-1', service: 's3', credentials, hoist: ['x-amz-acl'] }
      const acl = { headers: { 'x-amz-acl': 'private' } }
      throws(
        () => presignUrl('https://h.example/k?X-Amz-Acl=public-read', { ...options, ...acl }),
        'ERR_INVALID_HEADER',
      )
      const twice = { headers: { 'content-length': '1', 'Content-Length': '2' } }
      throws(() => presignUrl('https://h.example/k', { ...options, ...twice, hoist: [] }), 'ERR_INVALID_HEADER')
    },
  ],
  [
    'only what signs as S3 does has its path encoded once',
    () => {
      const options = { region: 'eu-west-1', credentials }
      const url = 'https://h.example/a%2Fb'
      for (const service of ['s3', 's3express', 's3-object-lambda', 's3-outposts'])
        throws(() => presignUrl(url, { ...options, service }), 'ERR_INVALID_URL')
      for (const service of ['s3tables', 's3vectors']) presignUrl(url, { ...options, service })
    },
  ],
  ...vectors.map(
    (vector) =>
      /** @type {[string, () => void]} */ ([
        `vector: ${vector.name}`,
        () => {
          const options = optionsOf(vector.options)
          const run = () =>
            vector.operation === 'PostObject'
              ? presignPost(options)
              : presign(/** @type {any} */ (vector.operation), options)
          if (vector.code === null) return void run()
          throws(run, vector.code)
        },
      ]),
  ),
  [
    'URLs stay the same for a stretch of time, with what was asked for left at its end',
    () => {
      const at = (/** @type {string} */ time, /** @type {any} */ options = {}) =>
        atTimes([Date.parse(time)], () =>
          presign('GetObject', { ...media, key: 'k', expiresIn: 300, stableFor: 600, ...options }),
        )
      const first = at('2026-11-24T12:10:00Z')
      same([parameter(first, 'X-Amz-Date'), first.expiresIn], ['20261124T121000Z', 900])
      equal(at('2026-11-24T12:19:59.999Z').url, first.url)
      equal(first.expiresAt.toISOString(), '2026-11-24T12:25:00.000Z')
      equal(parameter(at('2026-11-24T12:20:00Z'), 'X-Amz-Date'), '20261124T122000Z')
      equal(at('2026-11-24T13:00:00Z', { signingDate: new Date('2026-11-24T12:15:00Z') }).url, first.url)
      // Seven hours do not divide a day: a stretch ends with the day, as a signing key does.
      equal(parameter(at('2026-11-24T00:30:00Z', { stableFor: 25_200 }), 'X-Amz-Date'), '20261124T000000Z')
      const expiration = '2026-11-24T12:24:00Z'
      throws(
        () => at('2026-11-24T12:10:00Z', { minExpiresIn: 300, credentials: { ...credentials, expiration } }),
        'ERR_CREDENTIALS_EXPIRED',
      )
      equal(
        at('2026-11-24T12:10:00Z', { minExpiresIn: 240, credentials: { ...credentials, expiration } }).limitedBy,
        'credentials',
      )
      throws(() => at('2026-11-24T12:10:00Z', { expiresIn: 604_800 }), 'ERR_INVALID_EXPIRES_IN')
      for (const stableFor of [0, -1, 1.5, NaN, '600', null, 604_801])
        throws(() => at('2026-11-24T12:10:00Z', { stableFor }), 'ERR_INVALID_ARG_TYPE')
    },
  ],
  ...grantContract,
  ...formContract,
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

/** @type {[any, any, string, string][]} */
const QUERY_NAMES = [
  ['GetObject', { key: 'k', versionId: 'v/1' }, 'versionId', 'v/1'],
  ['GetObject', { key: 'k', partNumber: 3 }, 'partNumber', '3'],
  ['GetObject', { key: 'k', query: { 'x-id': 'a b' } }, 'x-id', 'a b'],
  ['GetObject', { key: 'k', response: { cacheControl: 'a' } }, 'response-cache-control', 'a'],
  ['GetObject', { key: 'k', response: { contentDisposition: 'a' } }, 'response-content-disposition', 'a'],
  ['GetObject', { key: 'k', response: { contentEncoding: 'a' } }, 'response-content-encoding', 'a'],
  ['GetObject', { key: 'k', response: { contentLanguage: 'a' } }, 'response-content-language', 'a'],
  ['HeadObject', { key: 'k', response: { contentType: 'a' } }, 'response-content-type', 'a'],
  ['HeadObject', { key: 'k', response: { expires: 'a' } }, 'response-expires', 'a'],
  ['UploadPart', { key: 'k', uploadId: 'u+1', partNumber: 1 }, 'uploadId', 'u+1'],
  ['UploadPart', { key: 'k', uploadId: 'u', partNumber: 10_000 }, 'partNumber', '10000'],
  ['ListObjectsV2', { prefix: 'a/ü' }, 'prefix', 'a/ü'],
  ['ListObjectsV2', { delimiter: '/' }, 'delimiter', '/'],
  ['ListObjectsV2', { maxKeys: 0 }, 'max-keys', '0'],
  ['ListObjectsV2', { startAfter: 'b' }, 'start-after', 'b'],
  ['ListObjectsV2', { continuationToken: 'c=' }, 'continuation-token', 'c='],
  ['ListObjectsV2', { encodingType: 'url' }, 'encoding-type', 'url'],
]

/** @type {[any, any, string, string][]} */
const HEADER_NAMES = [
  ['PutObject', { contentType: 'a/b' }, 'content-type', 'a/b'],
  ['PutObject', { contentMd5: 'm==' }, 'content-md5', 'm=='],
  ['PutObject', { cacheControl: 'no-store' }, 'cache-control', 'no-store'],
  ['PutObject', { contentDisposition: 'inline' }, 'content-disposition', 'inline'],
  ['PutObject', { contentEncoding: 'gzip' }, 'content-encoding', 'gzip'],
  ['PutObject', { contentLanguage: 'de' }, 'content-language', 'de'],
  ['PutObject', { ifNoneMatch: '*' }, 'if-none-match', '*'],
  ['PutObject', { ifMatch: '"e"' }, 'if-match', '"e"'],
  ['PutObject', { storageClass: 'GLACIER' }, 'x-amz-storage-class', 'GLACIER'],
  ['PutObject', { serverSideEncryption: 'AES256' }, 'x-amz-server-side-encryption', 'AES256'],
  ['PutObject', { sseKmsKeyId: 'id' }, 'x-amz-server-side-encryption-aws-kms-key-id', 'id'],
  ['PutObject', { tagging: 'a=b&c=d' }, 'x-amz-tagging', 'a=b&c=d'],
  ['PutObject', { tagging: { 'a&b': '1+1 =2', c: 'ü' } }, 'x-amz-tagging', 'a%26b=1%2B1%20%3D2&c=%C3%BC'],
  ['PutObject', { metadata: { Owner: '42' } }, 'x-amz-meta-owner', '42'],
  ['PutObject', { checksum: { algorithm: 'CRC64NVME', value: 'AA==' } }, 'x-amz-checksum-crc64nvme', 'AA=='],
  ['PutObject', { headers: { 'X-Amz-Acl': 'private' } }, 'x-amz-acl', 'private'],
  ['GetObject', { headers: { Range: 'bytes=0-9' } }, 'range', 'bytes=0-9'],
  ['CopyObject', { copySource: { bucket: 'b', key: 'ü' } }, 'x-amz-copy-source', 'b/%C3%BC'],
  ['GetObjectAttributes', { objectAttributes: ['ETag', 'Checksum'] }, 'x-amz-object-attributes', 'ETag,Checksum'],
]

const copySource = { bucket: 'from', key: 'k' }
/** @type {[any, any, string, string][]} */
const OPERATIONS = [
  ['GetObject', { key: 'k' }, 'GET', ''],
  ['HeadObject', { key: 'k' }, 'HEAD', ''],
  ['PutObject', { key: 'k' }, 'PUT', ''],
  ['DeleteObject', { key: 'k' }, 'DELETE', ''],
  ['DeleteObjects', {}, 'POST', 'delete'],
  ['CopyObject', { key: 'k', copySource }, 'PUT', ''],
  ['ListObjectsV2', {}, 'GET', 'list-type'],
  ['HeadBucket', {}, 'HEAD', ''],
  ['ListBuckets', {}, 'GET', ''],
  ['CreateMultipartUpload', { key: 'k' }, 'POST', 'uploads'],
  ['UploadPart', { key: 'k', uploadId: 'u', partNumber: 1 }, 'PUT', 'partNumber,uploadId'],
  ['UploadPartCopy', { key: 'k', uploadId: 'u', partNumber: 1, copySource }, 'PUT', 'partNumber,uploadId'],
  ['CompleteMultipartUpload', { key: 'k', uploadId: 'u' }, 'POST', 'uploadId'],
  ['AbortMultipartUpload', { key: 'k', uploadId: 'u' }, 'DELETE', 'uploadId'],
  ['ListParts', { key: 'k', uploadId: 'u' }, 'GET', 'uploadId'],
  ['ListMultipartUploads', {}, 'GET', 'uploads'],
  ['GetObjectTagging', { key: 'k' }, 'GET', 'tagging'],
  ['PutObjectTagging', { key: 'k' }, 'PUT', 'tagging'],
  ['GetObjectAttributes', { key: 'k', objectAttributes: ['ETag'] }, 'GET', 'attributes'],
]

/** Where a bucket stands, and so what every URL in it begins with. */
/** @type {[string, any][]} */
const PLACES = [
  ['https://media.s3.eu-west-1.amazonaws.com/', {}],
  ['https://s3.eu-west-1.amazonaws.com/media/', { addressingStyle: 'path' }],
  ['http://127.0.0.1:9000/base/media/', { endpoint: 'http://127.0.0.1:9000/base' }],
]

/** Other libraries sign these for another key, another bucket or another host. */
const HARMLESS_KEYS = [
  ...['/other/secret', '//evil.example/x', '///', 'a//b', 'trail/', '...', 'a/..b', '%2e%2e/other/secret', '.%2E/x'],
  ...['..%2Fother/secret', '..\\other\\secret', '\\\\evil.example\\x', '.\t./other', '..\n/other', '.. /other'],
  ...['\uff0e\uff0e/other', '@evil.example/x', ':80/x', 'https://evil.example/', '?bucket=other', '#/..#/other'],
  ...['k?X-Amz-Expires=604800', 'k&X-Amz-Signature=0', ';/..;/x', '\u2025/x', '\0', '\u202e', '\ufeff', '\u2028'],
]

const ESCAPING_KEYS = [
  ...[
    '.',
    '..',
    '../other/secret',
    './other',
    'a/.',
    'a/..',
    'a/./b',
    'a//../b',
    '/..',
    '/../other/secret',
    '#/../other',
  ],
  ...['users/1/../../../other/secret', '../', './', 'a/../', ''],
]

const ESCAPING_BUCKETS = [
  ...['', '.', '..', '../other', 'media/..', 'media/../other', 'a/b', '/other', 'media?x', 'media#x', 'a\\b'],
  ...['evil.example/', 'media@evil.example', 'media:80', 'a%2Fb', '%2e%2e', ' media', 'media\n', 'm\tedia', 'mediä'],
]

const ESCAPING_ENDPOINTS = [
  ...['https://h.example/other/..', 'https://h.example/a/./', 'https://h.example/%2e%2e/a', 'https://h.example/a/.%2E'],
  ...['https://h.example/a\\..\\b', 'https://h.example/.\t./a', 'https://h.example/..\n', 'https://h.example/.. '],
  ...['https://h.example/a?b', 'https://h.example/#a', 'https://h.example@evil.example', 'https://u:p@h.example'],
  ...[
    'https://h.example/a%2Fb',
    'https://h.example//a',
    'https://h.example/a b',
    'https://',
    'h.example',
    '//h.example',
  ],
  ...['javascript:alert(1)', 'ftp://h.example', 'file:///a', 'https://h.example:0x50', ''],
]

/** @param {any} options */
export function optionsOf({ signingDate, credentials, ...rest }) {
  const options = { ...rest, credentials: { ...credentials } }
  if (signingDate !== undefined) options.signingDate = new Date(signingDate)
  if (credentials?.signingKey !== undefined) {
    options.credentials.signingKey = Uint8Array.from(credentials.signingKey.match(/../g), (hex) => parseInt(hex, 16))
  }
  return options
}

/** @param {{ url: string }} presigned @param {string} name */
const parameter = ({ url }, name) => String(new URL(url).searchParams.get(name))

/** @param {{ url: string }} presigned @param {string} expected */
function signature({ url }, expected) {
  equal(new URL(url).searchParams.get('X-Amz-Signature'), expected)
}
