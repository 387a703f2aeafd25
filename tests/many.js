// Presigning many, for every runtime: that each URL is the one that `presign` makes, and each error its error.

import { Presigner as OnePresigner, deriveSigningKey, presign } from 'edgesign'
import { aws, r2 } from 'edgesign/endpoints'
import {
  Presigner,
  SigningError,
  isSigningError,
  presign as presignOne,
  presignChunks,
  presignMany,
} from 'edgesign/many'
import { optionsOf } from './contract.js'
import errors from './errors.json' with { type: 'json' }
import { atTimes, equal, same, secretAccessKey, thrown, throws } from './expect.js'
import grants from './grants.json' with { type: 'json' }

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }
const NOW = Date.parse('2026-11-24T12:00:00Z')
const media = { region: 'eu-west-1', bucket: 'media', credentials, signingDate: new Date(NOW) }
const ODD = [
  'a',
  '/a',
  'a//b',
  'a/',
  'a b+c',
  'a%2Fb?c#d',
  'ü/日本/😀',
  '"<>|\\^`{}[]',
  '\0\r\n\t',
  'é'.repeat(512),
  'A'.repeat(1024),
]

/** Keys of every length up to some 130, so that what is signed ends at every place of a block. */
const several = (/** @type {number} */ count) =>
  Array.from({ length: count }, (_, at) => `${'k'.repeat(at % 130)}/${at}`)

/**
 * Two keys end as one does.
 *
 * @param {string} operation
 * @param {any} options
 * @param {any} one
 * @param {any} many
 */
function agree(operation, { key, ...options }, one, many) {
  const expected = outcome(() => one(operation, { ...options, key }))
  const actual = outcome(() => many(operation, { ...options, keys: [key, key] }))
  const { url, ...rest } = expected
  same(actual, 'code' in rest ? rest : { urls: [url, url], ...rest })
}

/** @param {() => any} run */
function outcome(run) {
  try {
    return run()
  } catch (error) {
    return { code: /** @type {any} */ (error).code }
  }
}

/** @type {[string, () => void | Promise<void>][]} */
export const manyContract = [
  [
    'many: as one by one',
    () => {
      const keys = [...ODD, ...several(1300)]
      for (const options of [
        media,
        {
          ...media,
          credentials: { ...credentials, sessionToken: 'T'.repeat(800) },
          addressingStyle: /** @type {const} */ ('path'),
        },
        {
          ...media,
          endpoint: 'https://s3.example.com/base',
          response: { contentType: 'text/plain' },
          versionId: 'v/1',
        },
      ]) {
        const { urls } = presignMany('GetObject', { ...options, keys })
        keys.forEach((key, at) => equal(urls[at], presign('GetObject', { ...options, key }).url))
      }
    },
  ],
  [
    'many: what else is said of them',
    () => {
      const options = { ...media, contentType: 'text/plain', contentLength: 5, expiresIn: 60 }
      const put = presignMany('PutObject', { ...options, keys: ['a', 'b'] })
      const { url, ...rest } = presign('PutObject', { ...options, key: 'b' })
      same(put, { urls: [put.urls[0], url], ...rest })
      same(
        [put.contentLength, put.headers, put.expiresIn, put.limitedBy],
        [5, { 'content-type': 'text/plain' }, 60, 'request'],
      )
      for (const frozen of [put, put.urls, put.headers]) equal(Object.isFrozen(frozen), true)
      same(presignOne('PutObject', { ...options, key: 'b' }), { url, ...rest })
    },
  ],
  [
    'many: none',
    () => {
      const none = presignMany('GetObject', { ...media, keys: [], expiresIn: 60 })
      same([none.urls, none.method, none.expiresIn], [[], 'GET', 60])
      const grant = {
        bucket: 'media',
        prefix: 'a/',
        operations: /** @type {const} */ (['GetObject']),
        maxExpiresIn: 30,
      }
      atTimes([NOW], () => equal(presignMany('GetObject', { ...media, keys: [], grant }).limitedBy, 'grant'))
      throws(() => presignMany('GetObject', { ...media, keys: [], expiresIn: 0 }), 'ERR_INVALID_EXPIRES_IN')
    },
  ],
  [
    'many: whatever can be walked over, chunk by chunk',
    () => {
      const keys = several(1300)
      let drawn = 0
      const drawing = (function* () {
        for (const key of keys) {
          drawn += 1
          yield key
        }
      })()
      same(
        presignMany('GetObject', { ...media, keys: new Set(keys) }).urls,
        presignMany('GetObject', { ...media, keys }).urls,
      )
      const chunks = presignChunks('GetObject', { ...media, signingDate: undefined, keys: drawing })
      equal(drawn, 0)
      const first = /** @type {any} */ (atTimes([NOW], () => chunks.next().value))
      same([drawn, first.urls.length], [drawn, drawn])
      equal(drawn > 0 && drawn < 1000, true)
      const rest = atTimes([NOW + 60_000], () => [...chunks])
      same([first, ...rest].flatMap(({ urls }) => urls).length, 1300)
      for (const { urls } of rest)
        equal(new URL(urls[0]).searchParams.get('X-Amz-Date'), new URL(first.urls[0]).searchParams.get('X-Amz-Date'))
    },
  ],
  [
    'many: an error says which key it is',
    () => {
      const keys = several(1300)
      for (const [bad, code] of /** @type {[any, string][]} */ ([
        ['../b', 'ERR_INVALID_KEY'],
        ['', 'ERR_INVALID_KEY'],
        ['\ud800', 'ERR_INVALID_KEY'],
        ['a'.repeat(1025), 'ERR_TOO_LARGE'],
        ['é'.repeat(513), 'ERR_TOO_LARGE'],
        ['other/k', 'ERR_NOT_GRANTED'],
        [undefined, 'ERR_INVALID_ARG_TYPE'],
        [7, 'ERR_INVALID_ARG_TYPE'],
      ])) {
        const grant = { bucket: 'media', prefix: 'in/', operations: /** @type {const} */ (['GetObject']) }
        for (const index of [0, 1, 6, 255, 256, 1299]) {
          const all = keys.map((key, at) => (at === index ? bad : `in/${key}`))
          const error = atTimes([NOW], () =>
            throws(() => presignMany('GetObject', { ...media, keys: all, grant }), code),
          )
          same([error.index, error.message.startsWith(`keys[${index}]: `)], [index, true])
        }
      }
    },
  ],
  [
    'many: an error that is no key says so',
    () => {
      for (const [options, code] of /** @type {[any, string][]} */ ([
        [{ keys: 'abc' }, 'ERR_INVALID_ARG_TYPE'],
        [{ keys: { length: 1 } }, 'ERR_INVALID_ARG_TYPE'],
        [{}, 'ERR_INVALID_ARG_TYPE'],
        [{ keys: ['a'], key: 'a' }, 'ERR_INVALID_ARG_TYPE'],
        [{ keys: ['a'], keyz: 'a' }, 'ERR_INVALID_ARG_TYPE'],
        [{ keys: ['a'], expiresIn: 0 }, 'ERR_INVALID_EXPIRES_IN'],
        [{ keys: ['a'], bucket: undefined }, 'ERR_MISSING_PARAMETER'],
      ])) {
        const error = throws(() => presignMany('GetObject', { ...media, ...options }), code)
        equal(error.index, undefined)
      }
      equal(thrown(() => presignMany('GetObject', /** @type {any} */ (undefined))).code, 'ERR_INVALID_ARG_TYPE')
      throws(() => presignMany(/** @type {any} */ ('HeadBucket'), { ...media, keys: ['a'] }), 'ERR_INVALID_KEY')
      throws(() => presignMany(/** @type {any} */ ('ListBuckets'), { ...media, keys: ['a'] }), 'ERR_INVALID_KEY')
      throws(() => presignMany(/** @type {any} */ ('Nothing'), { ...media, keys: ['a'] }), 'ERR_UNKNOWN_OPERATION')
      const error = thrown(() => presignMany('GetObject', { ...media, keys: ['..'] }))
      same([error instanceof SigningError, isSigningError(error)], [true, true])
    },
  ],
  [
    'many: a Presigner',
    () => {
      const keys = ['users/42/a', 'users/42/b']
      const presigner = new Presigner({ endpoint: aws({ region: 'eu-west-1' }), bucket: 'media', credentials })
      atTimes([NOW], () => {
        const urls = keys.map((key) => presign('GetObject', { ...media, key }).url)
        same(presigner.presignMany('GetObject', { keys }).urls, urls)
        same(
          [...presigner.presignChunks('GetObject', { keys })].flatMap((chunk) => chunk.urls),
          urls,
        )
        equal(presigner.presign('GetObject', { key: 'users/42/a' }).url, urls[0])
        const grant = { bucket: 'media', prefix: 'users/42/', operations: /** @type {const} */ (['GetObject']) }
        const narrow = presigner.within(grant)
        same(narrow.presignMany('GetObject', { keys }).urls, urls)
        equal(
          throws(() => narrow.presignMany('GetObject', { keys: [...keys, 'users/4/a'] }), 'ERR_NOT_GRANTED').index,
          2,
        )
        throws(() => narrow.presignMany('PutObject', { keys }), 'ERR_NOT_GRANTED')
        throws(
          () => narrow.presignMany('GetObject', { keys, endpoint: 'https://elsewhere.example' }),
          'ERR_NOT_GRANTED',
        )
      })
      throws(
        () => presignMany('PutObjectAcl', { ...media, endpoint: r2({ accountId: '0'.repeat(32) }), keys }),
        'ERR_UNSUPPORTED_BY_PROVIDER',
      )
    },
  ],
  [
    'many: one after another, as each alone',
    () => {
      const own = { ...credentials }
      const alike = (/** @type {any} */ operation, /** @type {any} */ options) => {
        const given = { ...media, credentials: own, ...options }
        for (const key of ['a', 'b/ü', 'c'])
          same(presignOne(operation, { ...given, key }), presign(operation, { ...given, key }))
      }
      for (const key of [...ODD, ...several(300)]) {
        const given = { ...media, credentials: own, key }
        equal(presignOne('GetObject', given).url, presign('GetObject', given).url)
      }
      for (const options of [
        { expiresIn: 60 },
        { bucket: 'other' },
        { region: 'us-east-1' },
        { versionId: '1' },
        { response: { contentType: 'text/plain' } },
        { response: { contentType: 'text/html' } },
        { headers: { range: 'bytes=0-1' } },
        { signingDate: new Date(NOW + 1000) },
        { endpoint: 'https://s3.example.com' },
      ]) {
        alike('GetObject', options)
        alike('HeadObject', options)
      }
      for (const change of [
        { secretAccessKey: secretAccessKey.toLowerCase() },
        { accessKeyId: 'ASIAIOSFODNN7EXAMPLE' },
        { sessionToken: 'TOKEN' },
        { expiration: new Date(NOW + 300_000) },
        { expiration: new Date(NOW + 200_000) },
        { expiration: undefined },
      ]) {
        Object.assign(own, change)
        atTimes([NOW], () => alike('GetObject', {}))
      }
    },
  ],
  [
    'many: a signing key that is written over',
    () => {
      const scope = { date: new Date(NOW), region: 'eu-west-1' }
      const own = deriveSigningKey(credentials, scope)
      const other = deriveSigningKey({ ...credentials, secretAccessKey: secretAccessKey.toLowerCase() }, scope)
      const url = (/** @type {typeof presign} */ one) => one('GetObject', { ...media, credentials: own, key: 'a' }).url
      const [first] = [url(presignOne), url(presignOne), url(presignOne)]
      own.signingKey.set(other.signingKey)
      const second = url(presignOne)
      same([first === second, second], [false, url(presign)])
    },
  ],
  [
    'many: one after another, errors too',
    () => {
      const grant = { bucket: 'media', prefix: 'in/', operations: /** @type {const} */ (['GetObject']) }
      const outcomeOf = (/** @type {typeof presign} */ one, /** @type {any} */ options) => {
        const { code, message, index } = thrown(() => one('GetObject', options))
        return [code, message, index]
      }
      for (const before of [1, 3]) {
        for (const key of ['in/../b', '', 'in', 'other/k', `in/${'a'.repeat(1025)}`]) {
          const options = { ...media, credentials: { ...credentials }, grant }
          atTimes([NOW], () => {
            for (let at = 0; at < before; at++) presignOne('GetObject', { ...options, key: `in/${at}` })
            same(outcomeOf(presignOne, { ...options, key }), outcomeOf(presign, { ...options, key }))
          })
        }
      }
    },
  ],
  [
    'many: the vectors of errors',
    () => {
      const onObjects = errors.filter(({ operation, options }) => 'key' in options && operation !== 'PostObject')
      equal(onObjects.length > 50, true)
      for (const { operation, options } of onObjects) agree(operation, optionsOf(options), presign, presignMany)
    },
  ],
  [
    'many: the vectors of grants',
    () => {
      const onObjects = grants.cases.filter(({ operation, options }) => 'key' in options && operation !== 'PostObject')
      equal(onObjects.length > 50, true)
      for (const vector of onObjects) atTimes([NOW], () => agreeUnder(vector))
    },
  ],
]

/** @param {any} vector */
function agreeUnder({ grants: names, operation, options: { bucket = 'media', ...options } }) {
  const [first, ...others] = names.map((/** @type {any} */ name) =>
    typeof name === 'string' ? /** @type {any} */ (grants.grants)[name] : name,
  )
  const under = (/** @type {any} */ Kind) =>
    others.reduce(
      (/** @type {any} */ presigner, /** @type {any} */ grant) => presigner.within(grant),
      new Kind({ region: 'eu-west-1', credentials, grant: first }),
    )
  agree(
    operation,
    { ...optionsOf(options), credentials, bucket: bucket ?? undefined },
    (/** @type {any} */ name, /** @type {any} */ given) => under(OnePresigner).presign(name, given),
    (/** @type {any} */ name, /** @type {any} */ given) => under(Presigner).presignMany(name, given),
  )
}
