// What forms are made of, for every runtime. The vectors of errors.json and grants.json say what they refuse.

import { Presigner, deriveSigningKey, presignPost } from 'edgesign'
import { custom, r2 } from 'edgesign/endpoints'
import { atTimes, equal, same, secretAccessKey, thrown, throws } from './expect.js'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }
const media = { region: 'eu-west-1', bucket: 'media', credentials }
const form = (/** @type {any} */ options = {}) =>
  atTimes([NOW], () => presignPost({ ...media, key: 'in/a.png', ...options }))
const SIGNED = [
  ['eq', '$x-amz-algorithm', 'AWS4-HMAC-SHA256'],
  ['eq', '$x-amz-credential', 'AKIAIOSFODNN7EXAMPLE/20261124/eu-west-1/s3/aws4_request'],
  ['eq', '$x-amz-date', '20261124T120000Z'],
]

/** @type {[string, () => void][]} */
export const formContract = [
  [
    'a form has what its policy wants, and says until when',
    () => {
      const { url, fields, warnings, expiresAt, expiresIn, limitedBy } = form({ contentType: 'image/png' })
      equal(url, 'https://media.s3.eu-west-1.amazonaws.com/')
      const { policy = '', 'x-amz-signature': signature, ...others } = fields
      same(others, {
        key: 'in/a.png',
        'content-type': 'image/png',
        'x-amz-algorithm': 'AWS4-HMAC-SHA256',
        'x-amz-credential': 'AKIAIOSFODNN7EXAMPLE/20261124/eu-west-1/s3/aws4_request',
        'x-amz-date': '20261124T120000Z',
      })
      same(JSON.parse(atob(policy)), {
        conditions: [{ bucket: 'media' }, ['eq', '$key', 'in/a.png'], ['eq', '$content-type', 'image/png'], ...SIGNED],
        expiration: '2026-11-24T12:15:00.000Z',
      })
      // Python's hmac says so, of just that policy.
      equal(signature, 'e284ae7b03b037222bd6b941e8a1c77ea418382b591e2f036ab597fda9d12642')
      same([warnings, expiresAt, expiresIn, limitedBy], [[], '2026-11-24T12:15:00.000Z', 900, 'request'])
    },
  ],
  [
    'a form is frozen, and its key comes first',
    () => {
      const post = form()
      same([post, post.fields, post.warnings].map(Object.isFrozen), [true, true, true])
      equal(Object.keys(post.fields)[0], 'key')
      equal(Object.keys(post).join(), 'url,fields,warnings,expiresAt,expiresIn,limitedBy')
    },
  ],
  [
    'every option is a field and a condition',
    () => {
      const given = {
        ...{ contentType: 'a/b', cacheControl: 'no-store', contentDisposition: 'inline', contentEncoding: 'gzip' },
        ...{ storageClass: 'STANDARD_IA', serverSideEncryption: 'aws:kms', sseKmsKeyId: 'id' },
        metadata: { Owner: '42' },
        checksum: { algorithm: 'SHA256', value: 'AA==' },
        tagging: { 'a b': 'x=<1>&"é😀"', c: '' },
        fields: { acl: 'private', Expires: '0', success_action_status: '201' },
      }
      const expected = {
        acl: 'private',
        'cache-control': 'no-store',
        'content-disposition': 'inline',
        'content-encoding': 'gzip',
        'content-type': 'a/b',
        expires: '0',
        success_action_status: '201',
        tagging:
          '<Tagging><TagSet><Tag><Key>a b</Key><Value>x=&#60;1&#62;&#38;&#34;&#233;&#128512;&#34;</Value></Tag>' +
          '<Tag><Key>c</Key><Value></Value></Tag></TagSet></Tagging>',
        'x-amz-checksum-sha256': 'AA==',
        'x-amz-meta-owner': '42',
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-aws-kms-key-id': 'id',
        'x-amz-storage-class': 'STANDARD_IA',
      }
      const { fields } = form(given)
      const bound = conditions(fields).filter(([, name]) => !/\$(key|x-amz-(algorithm|credential|date))$/.test(name))
      same(Object.fromEntries(bound.map(([, name, value]) => [name.slice(1), value])), expected)
      equal(
        bound.every(([kind]) => kind === 'eq'),
        true,
      )
      for (const [name, value] of Object.entries(expected)) equal(fields[name], value)
      equal(Object.keys(fields).length, Object.keys(expected).length + 6)
    },
  ],
  [
    'what is open is for the sender to bring',
    () => {
      const { fields } = form({
        key: 'in/${filename}',
        startsWith: { 'Content-Type': 'image/', 'x-amz-meta-name': '' },
        contentLengthRange: [1, 5_000_000],
      })
      same(conditions(fields), [
        ['starts-with', '$key', 'in/'],
        ['starts-with', '$Content-Type', 'image/'],
        ['starts-with', '$x-amz-meta-name', ''],
        ['content-length-range', 1, 5_000_000],
        ...SIGNED,
      ])
      equal(fields.key, 'in/${filename}')
      same(
        ['content-type', 'Content-Type', 'x-amz-meta-name', 'content-length'].filter((name) => name in fields),
        [],
      )
    },
  ],
  [
    'any key crosses the policy',
    () => {
      for (const key of ['/a//b/', `"\\'<$>{}`, 'é😀\u0001\u007f\u2028', 'a+b %20', '\ufeff']) {
        const { url, fields } = form({ key })
        equal(fields.key, key)
        same(conditions(fields)[0], ['eq', '$key', key])
        equal(url, 'https://media.s3.eu-west-1.amazonaws.com/')
      }
      throws(() => form({ key: 'a\ud800' }), 'ERR_INVALID_KEY')
    },
  ],
  [
    'a form goes to the bucket, wherever that is',
    () => {
      const at = (/** @type {any} */ options) => form({ key: '/a b/${filename}', ...options }).url
      equal(at({ endpoint: 'http://127.0.0.1:9000' }), 'http://127.0.0.1:9000/media')
      equal(at({ endpoint: 'https://h.example/base/path' }), 'https://h.example/base/path/media')
      const endpoint = custom({ url: 'https://h.example', region: 'eu-west-1', addressingStyle: 'virtual-hosted' })
      equal(at({ endpoint }), 'https://media.h.example/')
      equal(at({ addressingStyle: 'path' }), 'https://s3.eu-west-1.amazonaws.com/media')
    },
  ],
  [
    'a token, and a signing key in the place of the secret',
    () => {
      const temporary = { ...credentials, sessionToken: 'TOKEN//==' }
      const signingDate = new Date(NOW)
      const key = deriveSigningKey(temporary, { region: 'eu-west-1', date: signingDate })
      const [secret, derived] = [temporary, key].map((credentials) => form({ credentials, signingDate }))
      same(secret, derived)
      const { fields } = form({ credentials: temporary })
      equal(fields['x-amz-security-token'], 'TOKEN//==')
      same(conditions(fields).at(-1), ['eq', '$x-amz-security-token', 'TOKEN//=='])
      throws(() => form({ credentials: { ...key, date: '20261123' } }), 'ERR_SIGNING_KEY_SCOPE')
      const revealing = { ...credentials, sessionToken: 'and0L2V5SmhiR2NpT2lKRmV4YW1wbGU=' }
      throws(() => form({ credentials: revealing }), 'ERR_TOKEN_REVEALS_SECRET')
      form({ credentials: revealing, allowRevealingToken: true })
    },
  ],
  [
    'a form never outlives its credentials',
    () => {
      const short = { ...credentials, expiration: '2026-11-24T12:01:00Z' }
      const { fields, expiresAt, expiresIn, limitedBy } = form({ credentials: short })
      same([expiresAt, expiresIn, limitedBy], ['2026-11-24T12:01:00.000Z', 60, 'credentials'])
      equal(JSON.parse(atob(String(fields.policy))).expiration, '2026-11-24T12:01:00.000Z')
      throws(() => form({ credentials: short, minExpiresIn: 61 }), 'ERR_CREDENTIALS_EXPIRED')
      const stable = (/** @type {number} */ after) =>
        atTimes([NOW + after], () => presignPost({ ...media, key: 'k', expiresIn: 60, stableFor: 600 }))
      same(stable(0), stable(599_999))
      equal(stable(599_999).expiresAt.toISOString(), '2026-11-24T12:11:00.000Z')
    },
  ],
  [
    'a form that is wider than it was meant to be, perhaps, says so',
    () => {
      const warnings = (/** @type {any} */ options) => form(options).warnings.join()
      equal(warnings({ key: 'in/${filename}' }), 'KEY_CHOSEN_BY_SENDER')
      equal(warnings({ key: '${filename}' }), 'ANY_KEY,KEY_CHOSEN_BY_SENDER')
      equal(warnings({ key: 'filename' }), '')
      const here = 'https://media.s3.eu-west-1.amazonaws.com'
      for (const name of ['success_action_redirect', 'redirect', 'Success_Action_Redirect']) {
        equal(warnings({ fields: { [name]: `${here}/done?a=b` } }), '')
        equal(warnings({ startsWith: { [name]: `${here}/` } }), '')
        for (const to of [
          ...['https://example.com/done', 'http://media.s3.eu-west-1.amazonaws.com/', `${here}.evil.example/`],
          ...[`${here}:8443/`, `${here}@evil.example/`, `${here}\\@evil.example/`],
        ])
          equal(warnings({ fields: { [name]: to } }), 'REDIRECT')
        for (const start of ['', 'https://', here]) equal(warnings({ startsWith: { [name]: start } }), 'REDIRECT')
      }
      equal(warnings({ fields: { 'x-amz-meta-redirect': 'https://example.com/' } }), '')
      const inPath = { addressingStyle: 'path', fields: { redirect: 'https://s3.eu-west-1.amazonaws.com/media/done' } }
      equal(warnings(inPath), '')
      const another = 'https://s3.eu-west-1.amazonaws.com/'
      equal(warnings({ addressingStyle: 'path', startsWith: { redirect: another } }), 'REDIRECT')
      equal(warnings({ startsWith: { acl: '' } }), 'ACL_CHOSEN_BY_SENDER')
    },
  ],
  [
    'no form is larger than what S3 reads before the file, with its boundaries',
    async () => {
      for (const count of [0, 10, 40]) {
        const sized = (/** @type {number} */ length) => {
          const metadata = Object.fromEntries(
            Array.from({ length: count }, (_, at) => [`name-${at}`, 'v'.repeat(length)]),
          )
          return form({ metadata, fields: { redirect: `https://example.com/${'v'.repeat(length)}` } })
        }
        let [most, over] = [0, 8000]
        while (over - most > 1) {
          const middle = (most + over) >> 1
          try {
            sized(middle)
            most = middle
          } catch {
            over = middle
          }
        }
        equal(thrown(() => sized(over)).code, 'ERR_TOO_LARGE')
        const data = new FormData()
        for (const [name, value] of Object.entries(sized(most).fields)) data.append(name, value)
        data.append('file', new Blob([]), 'name.txt')
        const { byteLength } = await new Response(data).arrayBuffer()
        equal(byteLength <= 20_480 && byteLength > 15_000, true)
      }
    },
  ],
  [
    'what is no option of a form is an error',
    () => {
      for (const given of [
        ...[
          { headers: {} },
          { query: {} },
          { hoist: [] },
          { Key: 'k' },
          { conditions: [] },
          { key: 1 },
          { key: undefined },
        ],
        ...[{ fields: [] }, { fields: { acl: 1 } }, { startsWith: new Map() }, { startsWith: { acl: null } }],
        ...[{ tagging: 'a=b' }, { tagging: { a: 1 } }, { metadata: { a: undefined } }, { contentType: 1 }],
        ...[[], [1], [1, 2, 3], [0, '5'], [0, NaN], [-1, 5], [0, 1.5], Array(2), 5, '0,5', null, { 0: 0, 1: 5 }].map(
          (contentLengthRange) => ({ contentLengthRange }),
        ),
      ])
        throws(() => form(given), 'ERR_INVALID_ARG_TYPE')
      for (const given of [undefined, null, 'k', []])
        throws(() => presignPost(/** @type {any} */ (given)), 'ERR_INVALID_ARG_TYPE')
      for (const given of [{ contentLength: 5 }, { ifNoneMatch: '*' }, { contentLanguage: 'de' }])
        throws(() => form(given), 'ERR_INVALID_HEADER')
      for (const given of [{ versionId: 'v' }, { uploadId: 'u', partNumber: 1 }, { response: { contentType: 'a/b' } }])
        throws(() => form(given), 'ERR_RESERVED_QUERY_PARAMETER')
      throws(() => form({ copySource: { bucket: 'media', key: 'k' } }), 'ERR_INVALID_HEADER')
    },
  ],
  [
    'nothing given twice is dropped',
    () => {
      for (const given of [
        { contentType: 'a/b', fields: { 'Content-Type': 'c/d' } },
        { contentType: 'a/b', startsWith: { 'content-type': 'a/' } },
        { tagging: { a: 'b' }, fields: { tagging: '<Tagging/>' } },
        { metadata: { a: 'b' }, startsWith: { 'x-amz-meta-a': '' } },
        { metadata: { a: 'b', A: 'c' } },
        { checksum: { algorithm: 'SHA1', value: 'AA==' }, fields: { 'x-amz-checksum-sha1': 'AA==' } },
        { fields: { acl: 'private' }, startsWith: { acl: 'private' } },
      ])
        throws(() => form(given), 'ERR_INVALID_HEADER')
    },
  ],
  [
    'names of fields that objects inherit are names like any other',
    () => {
      const { fields } = form({ fields: JSON.parse('{ "__proto__": "a", "constructor": "b" }') })
      same([Object.hasOwn(fields, '__proto__'), fields.constructor], [true, 'b'])
      same(conditions(fields).slice(1, 3), [
        ['eq', '$__proto__', 'a'],
        ['eq', '$constructor', 'b'],
      ])
    },
  ],
  [
    'R2 takes no forms, and is not asked to',
    () => {
      const endpoint = r2({ accountId: '0'.repeat(32) })
      const options = { key: 'k', bucket: 'media', credentials: /** @type {any} */ ('none') }
      for (const run of [
        () => presignPost({ ...options, endpoint }),
        () => new Presigner({ endpoint }).presignPost(options),
        () => new Presigner({ region: 'auto' }).presignPost({ ...options, endpoint }),
      ])
        equal(throws(run, 'ERR_UNSUPPORTED_BY_PROVIDER').message.includes('PostObject'), true)
    },
  ],
  [
    "a Presigner's options and grants hold for its forms",
    () => {
      const grant = { bucket: 'media', prefix: 'users/42/', operations: /** @type {const} */ (['PutObject']) }
      const presigner = new Presigner({ region: 'eu-west-1', credentials, expiresIn: 60 }).within({
        ...grant,
        maxExpiresIn: 30,
      })
      const post = atTimes([NOW], () => presigner.presignPost({ key: 'users/42/${filename}' }))
      same([post.url, post.expiresIn, post.limitedBy], ['https://media.s3.eu-west-1.amazonaws.com/', 30, 'grant'])
      same(conditions(post.fields)[0], ['starts-with', '$key', 'users/42/'])
      throws(() => presigner.presignPost({ key: 'users/${filename}' }), 'ERR_NOT_GRANTED')
      throws(
        () => presigner.presignPost({ key: 'users/42/a', grant: { ...grant, prefix: 'users/43/' } }),
        'ERR_NOT_GRANTED',
      )
      for (const given of [{ endpoint: 'https://h.example' }, { region: 'us-east-1' }, { addressingStyle: 'path' }])
        throws(() => presigner.presignPost(/** @type {any} */ ({ key: 'users/42/a', ...given })), 'ERR_NOT_GRANTED')
      throws(() => presignPost({ ...media, key: 'users/43/a', grant }), 'ERR_NOT_GRANTED')
      throws(
        () => presignPost({ ...media, key: 'users/42/a', grant: /** @type {any} */ (undefined) }),
        'ERR_INVALID_GRANT',
      )
    },
  ],
]

/** The conditions but that of the bucket, which has to be there. */
function conditions(/** @type {Readonly<Record<string, string>>} */ { policy }) {
  const bytes = Uint8Array.from(atob(String(policy)), (c) => c.charCodeAt(0))
  const { conditions: all } = JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
  const [bucket, ...others] = all
  same(bucket, { bucket: 'media' })
  return others
}
