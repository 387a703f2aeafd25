// Verifying, for every runtime. What is verified of a signature is tested in Rust (tests/verify.rs); here is what JavaScript adds:
// every shape of a request, looking up, and forms.

import { deriveSigningKey, presign, presignUrl, sign } from 'edgesign'
import { custom } from 'edgesign/endpoints'
import { SigningError, isSigningError, verify } from 'edgesign/verify'
import { equal, same, secretAccessKey, throws } from './expect.js'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }
const region = 'eu-west-1'
const endpoint = 'https://s3.example.com'
const place = { endpoint, region, bucket: 'media', credentials }
const options = { endpoint, region, credentials }
const NOW = new Date('2026-11-24T12:00:00Z')
const get = (/** @type {object} */ more = {}) => presign('GetObject', { ...place, key: 'a b/ü.txt', ...more })

/** @type {[string, () => void | Promise<void>][]} */
export const verifyContract = [
  [
    'verify: what was signed, in the query',
    () => {
      const { url } = get({
        signingDate: NOW,
        expiresIn: 60,
        response: { contentType: 'text/plain' },
        versionId: 'v/1',
      })
      const verified = verify({ method: 'GET', url }, { ...options, now: NOW })
      same(verified, {
        ...{ ok: true, authType: 'REST-QUERY-STRING', accessKeyId: credentials.accessKeyId, region, service: 's3' },
        ...{ signingDate: NOW, expiresAt: new Date('2026-11-24T12:01:00Z'), operation: 'GetObject', bucket: 'media' },
        ...{ key: 'a b/ü.txt', query: { 'response-content-type': 'text/plain', versionId: 'v/1' } },
        ...{ signedHeaders: ['host'], payloadHash: 'UNSIGNED-PAYLOAD' },
      })
      for (const frozen of [verified, ...Object.values(verified).filter((value) => !(value instanceof Date))])
        equal(Object.isFrozen(frozen), true)
    },
  ],
  [
    'verify: what was signed, in a header',
    () => {
      const body = 'hello'
      const sent = sign({ method: 'PUT', url: `${endpoint}/media/k`, body }, { region, service: 's3', credentials })
      const verified = accepted({ ...sent }, { body })
      same(
        [verified.authType, verified.operation, verified.key, verified.expiresAt - verified.signingDate],
        ['REST-HEADER', 'PutObject', 'k', 900_000],
      )
      equal(accepted(sent, { body: new TextEncoder().encode(body) }).payloadHash, accepted(sent, {}).payloadHash)
      refused(sent, { body: 'other' }, 'XAmzContentSHA256Mismatch', 400)
    },
  ],
  [
    'verify: every shape of a request',
    () => {
      const upload = presign('PutObject', { ...place, key: 'k', contentType: 'text/plain', metadata: { a: '1' } })
      const { url, method, headers } = upload
      for (const request of [
        upload,
        new Request(url, { method, headers, body: 'x' }),
        { method, url, headers: new Headers(headers) },
        { method, url, headers: Object.entries(headers) },
        { method, url, headers: { 'Content-Type': ['text/plain'], 'X-Amz-Meta-A': '1', cookie: undefined } },
        { method, url, headers: { ...headers, Host: 'proxy.example' } },
      ]) {
        equal(accepted(request, {}).key, 'k')
      }
      const elsewhere = url.replace('s3.', 's4.')
      refused(
        { method, url: elsewhere, headers: { ...headers, host: 's3.example.com' } },
        {},
        'SignatureDoesNotMatch',
        403,
      )
      refused({ method, url }, {}, 'SignatureDoesNotMatch', 403)
    },
  ],
  [
    'verify: odd keys come back as they are',
    () => {
      for (const key of [
        'a b+c',
        '/lead',
        'a//b',
        'end/',
        'a%2Fb?c#d',
        '\\"<>|^`{}[]\'',
        'line\nbreak\t',
        'ü/日本/😀',
        "!*'()~",
      ]) {
        for (const at of [
          endpoint,
          custom({ url: 'https://example.com/base', region, addressingStyle: 'virtual-hosted' }),
        ]) {
          const verified = accepted({ method: 'GET', url: get({ key, endpoint: at }).url }, { endpoint: at })
          same([verified.bucket, verified.key], ['media', key])
        }
      }
    },
  ],
  [
    'verify: the endpoint, or AWS, is the only address',
    () => {
      const aws = presign('GetObject', { region, bucket: 'media', key: 'k', credentials })
      for (const here of [undefined, { provider: 'aws' }, { provider: 'aws', region }])
        same(accepted({ method: 'GET', url: aws.url }, { endpoint: here }).bucket, 'media')
      refused({ method: 'GET', url: aws.url }, {}, 'InvalidRequest', 400)
      equal(accepted({ method: 'GET', url: get().url }, { endpoint: null }).bucket, 'media')
      equal(accepted({ method: 'GET', url: aws.url }, { endpoint: null }).bucket, 'k') // where the first segment is
      for (const here of [
        undefined,
        'https://example.com:9000',
        'https://s3.example.com/base',
        'https://3.example.com',
      ])
        refused({ method: 'GET', url: get().url }, { endpoint: here }, 'InvalidRequest', 400)
    },
  ],
  [
    'verify: a signing key, and one of several',
    () => {
      const { url } = get({ signingDate: NOW })
      const [today, tomorrow] = [NOW, new Date(NOW.getTime() + 86_400_000)].map((date) =>
        deriveSigningKey(credentials, { region, date }),
      )
      const at = { endpoint, region, now: NOW }
      equal(verify({ method: 'GET', url }, { ...at, credentials: /** @type {any} */ ([tomorrow, today]) }).ok, true)
      const late = verify({ method: 'GET', url }, { ...at, credentials: /** @type {any} */ (tomorrow) })
      same([late.ok, 'code' in late && late.code], [false, 'InvalidAccessKeyId'])
    },
  ],
  [
    'verify: credentials that are looked up',
    async () => {
      const request = { method: 'GET', url: get({ signingDate: NOW }).url }
      /** @type {unknown[]} */
      const asked = []
      const lookup = (/** @type {unknown[]} */ ...claim) => {
        asked.push(claim)
        return /** @type {any} */ (credentials)
      }
      const at = { endpoint, region, now: NOW }
      equal((await verify(request, { ...at, lookup })).ok, true)
      same(asked, [[credentials.accessKeyId, { date: '20261124', region, service: 's3' }]])
      equal((await verify(request, { ...at, lookup: async () => [credentials] })).ok, true)
      for (const nobody of [undefined, null]) {
        const unknown = await verify(request, { ...at, lookup: () => nobody })
        same(unknown, {
          ok: false,
          code: 'InvalidAccessKeyId',
          detail: 'Credential: nobody has this access key',
          status: 403,
        })
      }
      // Nobody is asked about a request that names nobody.
      equal((await verify({ method: 'GET', url: endpoint }, { ...at, lookup })).ok, false)
      equal(asked.length, 1)
      const failed = await verify(request, { ...at, lookup: () => Promise.reject(new Error('down')) }).catch(
        (error) => error,
      )
      equal(failed.message, 'down')
      const malformed = await verify(request, { ...at, lookup: /** @type {any} */ (() => ({})) }).catch(
        (error) => error,
      )
      equal(malformed.code, 'ERR_INVALID_CREDENTIALS')
    },
  ],
  [
    'verify: a session token, in each way of sending it',
    () => {
      const temporary = { ...credentials, sessionToken: 'TOKEN' }
      for (const sessionTokenMode of /** @type {const} */ (['include', 'exclude', 's3session'])) {
        const { url } = presignUrl(`${endpoint}/media/k?x-a=1+1`.replace('+', '%2B'), {
          region,
          service: 's3',
          sessionTokenMode,
          method: 'GET',
          credentials: temporary,
        })
        const asked = { credentials: temporary, sessionTokenMode }
        same(accepted({ method: 'GET', url }, asked).query, { 'x-a': '1+1' })
        refused(
          { method: 'GET', url },
          { ...asked, credentials: { ...temporary, sessionToken: 'OTHER' } },
          'InvalidToken',
          400,
        )
      }
    },
  ],
  [
    'verify: another service',
    () => {
      const other = { region, service: 'execute-api', credentials }
      const { url } = presignUrl('https://api.example.com/prod/a%20b', { ...other, method: 'GET' })
      const verified = verify({ method: 'GET', url }, { ...other, body: '' })
      same([verified.ok, 'operation' in verified && verified.operation], [true, undefined])
      equal(verify({ method: 'GET', url: `${url}&a=1` }, other).ok, false)
      equal(verify({ method: 'GET', url }, { ...other, endpoint: 'https://api.example.com' }).ok, true)
      const elsewhere = verify({ method: 'GET', url }, { ...other, endpoint: 'https://api.example.org' })
      equal(elsewhere.ok, false)
    },
  ],
  [
    'verify: what was changed on the way is refused',
    () => {
      const { url } = get({ expiresIn: 60 })
      const changed = {
        'another key': url.replace('.txt', '.txu'),
        'another bucket': url.replace('/media/', '/medib/'),
        'another host': url.replace('s3.example', 's4.example'),
        'a longer life': url.replace('Expires=60', 'Expires=61'),
        'one more parameter': `${url}&response-content-type=text%2Fhtml`,
        'one less': url.replace('X-Amz-SignedHeaders=host&', ''),
        'a key that is encoded twice': url.replace('a%20b', 'a%2520b'),
        'an escape': url.replace('/media/', '/media/../other/'),
        'an encoded escape': url.replace('/media/', '/media/%2e%2e/other/'),
      }
      for (const [what, url] of Object.entries(changed)) {
        const { ok } = verify({ method: 'GET', url }, options)
        same([what, ok], [what, false])
      }
      refused({ method: 'GET', url: url.replace('%20', '+') }, {}, 'SignatureDoesNotMatch', 403)
      refused({ method: 'GET', url: `${url}&a=b+c` }, {}, 'SignatureDoesNotMatch', 403)
      refused({ method: 'GET', url: `${url}&a=%` }, {}, 'InvalidURI', 400)
      for (const sent of [
        `${url}#`,
        `${url}#/other`,
        url.replace('https://', 'https://user@'),
        '/media/k',
        '',
        'https://h:99999/',
      ])
        refused({ method: 'GET', url: sent }, {}, 'InvalidURI', 400)
      refused({ method: 'HEAD', url }, {}, 'SignatureDoesNotMatch', 403)
      refused({ method: 'get it', url }, {}, 'InvalidRequest', 400)
      refused({ method: 'GET', url, headers: { 'x-amz-acl': 'private' } }, {}, 'AccessDenied', 403)
      refused({ method: 'GET', url, headers: { authorization: 'Bearer x' } }, {}, 'InvalidArgument', 400)
      refused({ method: 'GET', url }, { now: new Date(Date.now() + 120_000) }, 'RequestExpired', 403)
      refused({ method: 'GET', url: `${endpoint}/${'x'.repeat(300_000)}` }, {}, 'RequestHeaderSectionTooLarge', 400)
      refused({ method: 'GET', url, headers: { a: 'x'.repeat(300_000) } }, {}, 'RequestHeaderSectionTooLarge', 400)
    },
  ],
  [
    'verify: what is wrong with a call throws, and shows no secret',
    () => {
      const request = { method: 'GET', url: get().url }
      const unsigned = { method: 'GET', url: endpoint }
      for (const [given, more, code] of /** @type {[any, any, string][]} */ ([
        [undefined, {}, 'ERR_INVALID_ARG_TYPE'],
        [{ ...request, url: new URL(endpoint) }, {}, 'ERR_INVALID_ARG_TYPE'],
        [{ url: request.url }, {}, 'ERR_INVALID_ARG_TYPE'],
        [{ ...request, headers: 'a: b' }, {}, 'ERR_INVALID_ARG_TYPE'],
        [{ ...request, headers: { a: 1 } }, {}, 'ERR_INVALID_ARG_TYPE'],
        [{ ...request, headers: [['a', undefined]] }, {}, 'ERR_INVALID_ARG_TYPE'],
        [{ ...request, headers: [['a']] }, {}, 'ERR_INVALID_ARG_TYPE'],
        [request, { unknown: 1 }, 'ERR_INVALID_ARG_TYPE'],
        [request, { region: undefined }, 'ERR_INVALID_ARG_TYPE'],
        [request, { region: '' }, 'ERR_INVALID_REGION'],
        [request, { endpoint: { provider: 'x', region: 'r' } }, 'ERR_INVALID_REGION'],
        [request, { service: 'a b' }, 'ERR_INVALID_SERVICE'],
        [request, { endpoint: 'ftp://h' }, 'ERR_INVALID_ENDPOINT'],
        [request, { body: 1 }, 'ERR_INVALID_ARG_TYPE'],
        [request, { body: new Uint8Array(64 * 1024 * 1024 + 1) }, 'ERR_TOO_LARGE'],
        [{ ...request, method: undefined }, {}, 'ERR_INVALID_ARG_TYPE'],
        [request, { now: NOW.getTime() }, 'ERR_INVALID_ARG_TYPE'],
        [request, { now: new Date(NaN) }, 'ERR_INVALID_ARG_TYPE'],
        [request, { sessionTokenMode: 'none' }, 'ERR_INVALID_ARG_TYPE'],
        [request, { credentials: undefined }, 'ERR_INVALID_ARG_TYPE'],
        [request, { credentials: Promise.resolve(credentials) }, 'ERR_INVALID_ARG_TYPE'],
        [request, { credentials: { ...credentials, accessKeyId: '' } }, 'ERR_INVALID_CREDENTIALS'],
        [unsigned, { credentials: { ...credentials, accessKeyId: '' } }, 'ERR_INVALID_CREDENTIALS'],
        [request, { lookup: () => credentials }, 'ERR_INVALID_ARG_TYPE'],
        [request, { credentials: undefined, lookup: {} }, 'ERR_INVALID_ARG_TYPE'],
      ])) {
        throws(() => verify(given, { ...options, ...more }), code)
      }
      equal(isSigningError(new SigningError('ERR_INTERNAL', 'x')), true)
    },
  ],
]

/**
 * @param {any} request
 * @param {object} more
 * @returns {any}
 */
function accepted(request, more) {
  const verified = verify(request, { ...options, ...more })
  if (!verified.ok) throw new Error(`refused: ${verified.code}: ${verified.detail}`)
  equal(JSON.stringify(verified).includes(secretAccessKey), false)
  return verified
}

/**
 * @param {any} request
 * @param {object} more
 * @param {string} code
 * @param {number} status
 */
function refused(request, more, code, status) {
  const { detail, ...refusal } = /** @type {any} */ (verify(request, { ...options, ...more }))
  same(refusal, { ok: false, code, status })
  equal(Object.isFrozen(verify(request, { ...options, ...more })), true)
  // What it should have been is nobody's business.
  equal(/[0-9a-f]{16}/.test(detail) || detail.includes(secretAccessKey) || detail.length > 200, false)
}
