// What grants allow and what gets around them, for every runtime: the vectors of grants.json, which Rust runs as well, and
// what only JavaScript can do.

import { Presigner, presign } from 'edgesign'
import { atTimes, equal, same, secretAccessKey, thrown, throws } from './expect.js'
import vectors from './grants.json' with { type: 'json' }

/** @typedef {any} Grant */

const NOW = Date.parse('2026-11-24T12:00:00Z')
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }
const place = { region: 'eu-west-1', credentials }
const users = { bucket: 'media', prefix: 'users/42/', operations: ['GetObject', 'PutObject'] }
const [inside, outside] = [{ key: 'users/42/a' }, { key: 'users/43/a' }]

/** @type {[string, () => void][]} */
export const grantContract = [
  ...vectors.cases.map(
    (vector) =>
      /** @type {[string, () => void]} */ ([
        `grant: ${vector.operation} ${JSON.stringify(vector.options)} under ${JSON.stringify(vector.grants)}`.slice(
          0,
          200,
        ),
        () => atTimes([NOW], () => runVector(vector)),
      ]),
  ),
  [
    'a grant of the constructor, of the call and of within all have to allow it',
    () => {
      const [get, put] = ['GetObject', 'PutObject'].map((name) => ({ ...users, operations: [name] }))
      const presigner = new Presigner({ ...place, grant: users })
      presigner.presign('PutObject', inside)
      for (const narrow of [
        presigner.within(/** @type {Grant} */ (get)),
        new Presigner({ ...place, grant: /** @type {Grant} */ (get) }),
      ]) {
        narrow.presign('GetObject', inside)
        narrow.presign('GetObject', { ...inside, grant: /** @type {Grant} */ (users) })
        throws(() => narrow.presign('PutObject', inside), 'ERR_NOT_GRANTED')
        throws(() => narrow.presign('GetObject', outside), 'ERR_NOT_GRANTED')
        throws(() => narrow.presign('GetObject', { ...inside, grant: /** @type {Grant} */ (put) }), 'ERR_NOT_GRANTED')
        throws(() => narrow.within(/** @type {Grant} */ (put)).presign('GetObject', inside), 'ERR_NOT_GRANTED')
      }
      presigner.presign('PutObject', inside) // within has not changed it
      presign('GetObject', { ...place, ...inside, grant: /** @type {Grant} */ (get) })
      throws(() => presign('PutObject', { ...place, ...inside, grant: /** @type {Grant} */ (get) }), 'ERR_NOT_GRANTED')
    },
  ],
  [
    'a grant gives the bucket, shortens the URL and says so',
    () => {
      const presigner = new Presigner({ ...place, grant: /** @type {Grant} */ ({ ...users, maxExpiresIn: 60 }) })
      const { url, expiresIn, limitedBy } = presigner.presign('GetObject', inside)
      equal(new URL(url).host, 'media.s3.eu-west-1.amazonaws.com')
      same([expiresIn, limitedBy], [60, 'grant'])
      equal(presigner.presign('GetObject', { ...inside, expiresIn: 30 }).limitedBy, 'request')
      throws(() => presigner.presign('GetObject', { ...inside, bucket: 'other' }), 'ERR_NOT_GRANTED')
    },
  ],
  [
    'what is wrong with a grant is said, whatever crossed JSON',
    () => {
      for (const [field, grant] of MALFORMED) {
        const given = /** @type {Grant} */ (grant)
        for (const run of [
          () => new Presigner({ ...place, grant: given }),
          () => new Presigner(place).within(given),
          () => presign('GetObject', { ...place, bucket: 'media', ...inside, grant: given }),
          () => new Presigner({ ...place, bucket: 'media' }).presign('GetObject', { ...inside, grant: given }),
        ]) {
          const { message } = throws(run, 'ERR_INVALID_GRANT')
          if (!message.startsWith(`${field}: `)) throw new Error(`expected ${field}, got ${message}`)
        }
      }
    },
  ],
  [
    'a grant is what it was when it was given',
    () => {
      const grant = { ...users, operations: ['GetObject'] }
      const presigner = new Presigner({ ...place, grant: /** @type {Grant} */ (grant) })
      grant.operations.push('PutObject')
      grant.prefix = 'users/43/'
      presigner.presign('GetObject', inside)
      throws(() => presigner.presign('PutObject', inside), 'ERR_NOT_GRANTED')
      throws(() => presigner.presign('GetObject', outside), 'ERR_NOT_GRANTED')
    },
  ],
  [
    'what is checked is what is used, whatever objects a grant is made of',
    () => {
      const list = (/** @type {string[]} */ ...texts) =>
        Object.assign([...texts], { [Symbol.iterator]: function* () {} })
      const gone = (/** @type {object} */ rest, /** @type {string} */ name, /** @type {string} */ value) => {
        let reads = 0
        return Object.defineProperty({ ...rest }, name, {
          enumerable: true,
          get: () => (reads++ < 1 ? value : undefined),
        })
      }
      const { prefix, ...all } = users
      for (const grant of [
        { ...all, keys: list('users/42/a') },
        { ...users, contentTypes: list('image/png') },
        { ...all, operations: list('GetObject') },
        gone(all, 'prefix', prefix),
        Object.create(users),
        Object.create({ grant: users }),
        Object.assign(Object.create(Object.assign(Object.create(null), users)), { bucket: 'media' }),
      ]) {
        const run = () => new Presigner({ ...place, bucket: 'media', grant }).presign('PutObject', outside)
        const { code } = thrown(run)
        equal(code === 'ERR_INVALID_GRANT' || code === 'ERR_NOT_GRANTED', true)
      }
      const shared = Object.assign(Object.create(null), { ...place, bucket: 'media', grant: users })
      const inherits = Object.assign(Object.create(shared), { ...place, bucket: 'media', key: 'users/43/a' })
      throws(() => presign('GetObject', inherits), 'ERR_INVALID_ARG_TYPE')
      throws(() => new Presigner(Object.assign(Object.create(shared), place)), 'ERR_INVALID_ARG_TYPE')
    },
  ],
  [
    'there are sixteen grants at most',
    () => {
      let presigner = new Presigner(place)
      for (let count = 0; count < 16; count++) presigner = presigner.within(/** @type {Grant} */ (users))
      presigner.presign('GetObject', inside)
      throws(() => presigner.within(/** @type {Grant} */ (users)), 'ERR_INVALID_GRANT')
      throws(
        () => presigner.presign('GetObject', { ...inside, grant: /** @type {Grant} */ (users) }),
        'ERR_INVALID_GRANT',
      )
    },
  ],
  [
    'under a grant, a call does not go elsewhere',
    () => {
      // In path style, the first would be the bucket "secret", with a signature of the granted credentials.
      const elsewhere = [
        { endpoint: 'https://s3.eu-west-1.amazonaws.com/secret' },
        { endpoint: 'https://secret.s3.eu-west-1.amazonaws.com' },
        { region: 'us-east-1' },
        { addressingStyle: 'path' },
        { allowRevealingToken: true },
      ]
      for (const given of elsewhere) {
        const options = /** @type {any} */ ({ ...inside, ...given })
        for (const presigner of [
          new Presigner({ ...place, grant: /** @type {Grant} */ (users) }),
          new Presigner({ ...place, endpoint: 'https://s3.eu-west-1.amazonaws.com' }).within(
            /** @type {Grant} */ (users),
          ),
          ...('region' in given ? [] : [new Presigner({ credentials, grant: /** @type {Grant} */ (users) })]),
        ]) {
          throws(() => presigner.presign('GetObject', options), 'ERR_NOT_GRANTED')
        }
      }
      // Who is asked twice may say something else.
      let asked = 0
      const sly = {
        ...inside,
        get endpoint() {
          asked += 1
          return asked === 1 ? 'https://secret.s3.eu-west-1.amazonaws.com' : undefined
        },
      }
      const granted = new Presigner({ ...place, grant: /** @type {Grant} */ (users) })
      throws(() => granted.presign('GetObject', /** @type {any} */ (sly)), 'ERR_NOT_GRANTED')
      const minio = new Presigner({
        credentials,
        endpoint: 'https://s3.example.com',
        grant: /** @type {Grant} */ (users),
      })
      equal(new URL(minio.presign('GetObject', { ...inside, region: 'auto' }).url).pathname, '/media/users/42/a')
      const nowhere = new Presigner({ credentials, grant: /** @type {Grant} */ (users) })
      equal(
        new URL(nowhere.presign('GetObject', { ...inside, region: 'us-east-1' }).url).host,
        'media.s3.us-east-1.amazonaws.com',
      )
    },
  ],
]

/** @type {[string, unknown][]} */
const MALFORMED = [
  ...[undefined, null, 'media', [], [users], 1, new Map(Object.entries(users))].map((grant) => ['grant', grant]),
  ...['bucketName', 'Prefix', 'expiresIn', 'operation', 'regions', 'scope', 'sub'].map((name) => [
    name,
    { ...users, [name]: 'x' },
  ]),
  ...['bucket', 'prefix', 'operations', 'contentTypes', 'headers', 'maxExpiresIn', 'notAfter'].map((name) => [
    name,
    { ...users, [name]: undefined },
  ]),
  ...['bucket', 'prefix', 'operations', 'contentTypes', 'headers', 'maxExpiresIn', 'notAfter', 'versions'].map(
    (name) => [name, { ...users, [name]: null }],
  ),
  ['keys', { bucket: 'media', operations: ['GetObject'], keys: null }],
  ['keys', { ...users, keys: ['users/42/a'] }],
  ['keys', { bucket: 'media', operations: ['GetObject'], keys: 'users/42/a' }],
  ['bucket', { operations: ['GetObject'] }],
  ['operations', { bucket: 'media' }],
  ['operations', { bucket: 'media', operations: 'GetObject' }],
  ['operations', { bucket: 'media', operations: [['GetObject']] }],
  ['prefix', { ...users, prefix: ['users/42/'] }],
  ['prefix', { ...users, prefix: 'users/\ud800/' }],
  ['contentTypes', { ...users, contentTypes: [] }],
  ...['keys', 'operations', 'contentTypes', 'headers', 'responseOverrides'].map((name) => [
    name,
    { bucket: 'media', operations: ['GetObject'], [name]: Array(1001).fill('a') },
  ]),
  ...['', 'a b', 'é', 'x\n', 'response-content-type', 'Response-Expires'].map((name) => [
    'headers',
    { ...users, headers: [name] },
  ]),
  ...[-1, 1.5, NaN, Infinity, '60'].map((maxExpiresIn) => ['maxExpiresIn', { ...users, maxExpiresIn }]),
  ...[-1, 1.5, NaN, '60'].map((maxContentLength) => ['maxContentLength', { ...users, maxContentLength }]),
  ...[0, 'tomorrow', '2026-11-24', '2026-11-31T00:00:00Z', '2027-02-29T00:00:00Z', new Date(NaN), {}].map(
    (notAfter) => ['notAfter', { ...users, notAfter }],
  ),
  ...['contenttype', 'response-content-type', 'constructor', '__proto__'].map((name) => [
    'responseOverrides',
    { ...users, responseOverrides: [name] },
  ]),
  ...['true', 1].map((versions) => ['versions', { ...users, versions }]),
]

/** @param {any} vector */
function runVector({ grants, operation, options: { signingDate, ...options }, code, names, expiresIn }) {
  const [first, ...others] = grants.map((/** @type {any} */ grant) =>
    typeof grant === 'string' ? /** @type {any} */ (vectors.grants)[grant] : grant,
  )
  const given = { ...options, ...(signingDate && { signingDate: new Date(signingDate) }) }
  if (given.bucket === null) delete given.bucket
  const run = () => {
    const presigner = others.reduce(
      (/** @type {Presigner} */ presigner, /** @type {Grant} */ grant) => presigner.within(grant),
      new Presigner({ ...place, bucket: 'media', grant: first }),
    )
    return operation === 'PostObject' ? presigner.presignPost(given) : presigner.presign(operation, given)
  }
  if (code !== null) {
    const { message } = throws(run, code)
    const isNamed = message.toLowerCase().startsWith(`${names.toLowerCase()}: `)
    return equal(isNamed || message, true)
  }
  const presigned = run()
  if (expiresIn !== undefined) equal(presigned.expiresIn, expiresIn)
}
