// Forms that are verified, for every runtime: whether one is what its policy says. The policies are signed by WebCrypto.

import { deriveSigningKey, presignPost } from 'edgesign'
import { verify } from 'edgesign/verify'
import { equal, same, secretAccessKey, throws } from './expect.js'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }
const region = 'us-east-1'
const NOW = new Date('2026-11-24T12:00:00Z')
const url = 'https://s3.example.com/media'
const SCOPE = `20261124/${region}/s3/aws4_request`
/** The fields that every form has, and their conditions. */
const SIGNED = {
  'x-amz-algorithm': 'AWS4-HMAC-SHA256',
  'x-amz-credential': `${credentials.accessKeyId}/${SCOPE}`,
  'x-amz-date': '20261124T120000Z',
}
const SIGNS = Object.entries(SIGNED).map(([name, value]) => ({ [name]: value }))
const [BUCKET, KEY] = [{ bucket: 'media' }, ['starts-with', '$key', 'in/']]

/** @type {[string, () => Promise<void>][]} */
export const verifyFormContract = [
  [
    "form: AWS's documented example",
    async () => {
      // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
      const conditions = [
        { bucket: 'sigv4examplebucket' },
        ['starts-with', '$key', 'user/user1/'],
        { acl: 'public-read' },
        { success_action_redirect: 'http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html' },
        ['starts-with', '$Content-Type', 'image/'],
        { 'x-amz-meta-uuid': '14365123651274' },
        { 'x-amz-server-side-encryption': 'AES256' },
        ['starts-with', '$x-amz-meta-tag', ''],
      ]
      const fields = {
        ...{
          acl: 'public-read',
          'Content-Type': 'image/jpeg',
          'x-amz-meta-uuid': '14365123651274',
          'X-Amz-Meta-Tag': '',
        },
        success_action_redirect: 'http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html',
        'x-amz-server-side-encryption': 'AES256',
      }
      const form = await signed({ conditions, fields: { key: 'user/user1/${filename}', ...fields } })
      const verified = accepted(form, { filename: 'C:\\photos\\me.jpg' }, 'http://sigv4examplebucket.s3.amazonaws.com/')
      same(
        [verified.authType, verified.operation, verified.bucket, verified.key, verified.expiresAt],
        ['POST', 'PutObject', 'sigv4examplebucket', 'user/user1/me.jpg', new Date('2026-11-24T13:00:00Z')],
      )
    },
  ],
  [
    'form: as a FormData, which ends in its file',
    async () => {
      const conditions = [BUCKET, KEY, ['content-length-range', 1, 5]]
      const form = await signed({ conditions, fields: { key: 'in/${filename}' } })
      const data = new FormData()
      for (const [name, value] of Object.entries(form)) data.append(name, value)
      refused(data, {}, 'InvalidArgument') // no file
      data.append('file', new Blob(['hello']), 'a/b $& c.txt')
      equal(accepted(data).key, 'in/b $& c.txt')
      data.set('key', 'out/k')
      refused(data, {}, 'AccessDenied')
      data.set('key', 'in/${filename}')
      data.append('acl', 'public-read') // nobody has looked at it, and somebody might
      refused(data, {}, 'InvalidArgument')
      data.delete('acl')
      accepted(data)
      data.append('file', new Blob(['more than five']), 'b')
      refused(data, {}, 'InvalidArgument')
      data.set('file', 'a text')
      refused(data, {}, 'InvalidArgument')
      const hidden = new FormData()
      for (const [name, value] of Object.entries(form)) hidden.append(name, name === 'key' ? new Blob([value]) : value)
      hidden.append('file', new Blob(['hello']), 'a')
      refused(hidden, {}, 'InvalidArgument')
    },
  ],
  [
    'form: every kind of condition',
    async () => {
      const type = ['starts-with', '$Content-Type', 'image/']
      /** @type {[unknown[], Record<string, string>, object, boolean][]} */
      const cases = [
        [[['eq', '$key', 'in/k']], {}, {}, true],
        [[['EQ', '$Key', 'in/k']], {}, {}, true],
        [[{ Key: 'in/k' }], {}, {}, true],
        [[{ key: 'in/k', acl: 'private' }], { acl: 'private' }, {}, true],
        [[['eq', '$key', 'in/']], {}, {}, false],
        [[['eq', '$key', 'in/K']], {}, {}, false],
        [[['starts-with', '$key', '']], {}, {}, true],
        [[['starts-with', '$key', 'out/']], {}, {}, false],
        [[KEY, { acl: 'private' }], {}, {}, false],
        [[KEY, { acl: 'private' }], { acl: 'public-read' }, {}, false],
        [[KEY, ['starts-with', '$x-amz-meta-a', '']], {}, {}, false],
        [[KEY], { acl: 'private' }, {}, false],
        [[KEY], { 'x-amz-meta-a': '1' }, {}, false],
        [[KEY], { 'x-ignore-a': '1', 'X-Ignore-B': '2' }, {}, true],
        [[KEY], { AWSAccessKeyId: 'a', signature: 'b' }, {}, false],
        [[KEY, type], { 'Content-Type': 'image/png' }, {}, true],
        [[KEY, type], { 'Content-Type': 'image/png, image/gif' }, {}, true],
        [[KEY, type], { 'Content-Type': 'image/png,text/html' }, {}, false],
        [[KEY, ['content-length-range', 2, 4]], {}, { contentLength: 1 }, false],
        [[KEY, ['content-length-range', 2, 4]], {}, { contentLength: 2 }, true],
        [[KEY, ['content-length-range', '2', '4']], {}, { contentLength: 4 }, true],
        [[KEY, ['content-length-range', 2, 4]], {}, { contentLength: 5 }, false],
      ]
      for (const [conditions, fields, more, isMet] of cases) {
        const form = await signed({ conditions: [BUCKET, ...conditions], fields: { key: 'in/k', ...fields } })
        const result = verified(form, more)
        same(
          [conditions, fields, result.ok, result.code],
          [conditions, fields, isMet, isMet ? undefined : 'AccessDenied'],
        )
      }
    },
  ],
  [
    'form: what presignPost signs, with whatever the sender may choose',
    async () => {
      const temporary = { ...credentials, sessionToken: 'TOKEN' }
      for (const addressingStyle of /** @type {const} */ (['path', 'virtual-hosted'])) {
        const post = presignPost({
          ...{ endpoint: 'https://s3.example.com', addressingStyle, region, bucket: 'media', credentials: temporary },
          ...{ key: 'in/ü "\\$/${filename}', signingDate: NOW, contentLengthRange: [1, 5], metadata: { a: 'b' } },
          ...{ tagging: { kind: 'a&b' }, startsWith: { 'Content-Type': 'image/' } },
          fields: { success_action_status: '201', acl: 'private' },
        })
        const sent = new FormData()
        for (const [name, value] of Object.entries({ ...post.fields, 'Content-Type': 'image/png' }))
          sent.append(name, value)
        sent.append('file', new Blob(['hello']), 'me.png')
        const asked = { credentials: temporary }
        const result = accepted(sent, asked, post.url)
        same([result.bucket, result.key, result.expiresAt], ['media', 'in/ü "\\$/me.png', post.expiresAt])
        sent.set('Content-Type', 'text/html')
        refused(sent, asked, 'AccessDenied', post.url)
        refused(
          { ...post.fields, 'Content-Type': 'image/png' },
          { ...asked, contentLength: 6 },
          'AccessDenied',
          post.url,
        )
        for (const name of Object.keys(post.fields).filter((name) => name !== 'policy')) {
          const changed = { ...post.fields, 'Content-Type': 'image/png', [name]: `${post.fields[name]}x` }
          const { ok } = verified(changed, { ...asked, contentLength: 5, filename: 'a' }, post.url)
          same([name, ok], [name, name === 'key']) // where the sender chooses how it ends
        }
      }
    },
  ],
  [
    'form: what is no form, or of another time, bucket or signer, is refused',
    async () => {
      const conditions = [BUCKET, KEY]
      const fields = { key: 'in/k' }
      const form = await signed({ conditions, fields })
      equal(accepted(form).key, 'in/k')
      for (const name of [...Object.keys(SIGNED), 'policy', 'x-amz-signature']) {
        const { [name]: _, ...without } = form
        refused(without, {}, 'InvalidPolicyDocument')
      }
      refused({ ...form, policy: btoa('{}') }, {}, 'SignatureDoesNotMatch')
      refused({ ...form, 'x-amz-date': '20261124T120001Z' }, {}, 'AccessDenied')
      refused({ ...form, 'x-amz-date': '20261123T120000Z' }, {}, 'InvalidPolicyDocument')
      refused({ ...form, 'x-amz-algorithm': 'AWS4-HMAC-SHA1' }, {}, 'InvalidRequest')
      refused({ ...form, KEY: 'in/k' }, {}, 'InvalidArgument')
      refused({ ...form, bucket: 'other' }, {}, 'InvalidArgument')
      equal(accepted({ ...form, bucket: 'media' }).bucket, 'media')
      refused(form, {}, 'AccessDenied', 'https://s3.example.com/other')
      refused(form, {}, 'InvalidRequest', `${url}/in/k`)
      refused(form, {}, 'InvalidRequest', `${url}?acl&x=1`)
      refused(form, {}, 'InvalidRequest', `${url}?%zz`)
      refused({ ...form, '\u212aey': 'in/k' }, {}, 'AccessDenied') // no k, but a Kelvin sign
      refused({ ...form, key: ['in/k', 'in/l'] }, {}, 'InvalidArgument')
      refused({ ...form, key: 'in/\ud800' }, {}, 'InvalidArgument')
      refused({ ...form, key: `in/${'${filename}'.repeat(90)}` }, { filename: 'f'.repeat(8000) }, 'InvalidArgument')
      refused({ ...form, key: `in/${'k'.repeat(1022)}` }, {}, 'InvalidArgument')
      const { key: _, ...rest } = form
      equal(accepted({ ...rest, KEY: 'in/${filename}' }, { filename: 'a' }).key, 'in/a')
      refused(form, { region: 'eu-west-1' }, 'InvalidPolicyDocument')
      refused(form, { credentials: { ...credentials, secretAccessKey: 'other' } }, 'SignatureDoesNotMatch')
      refused(form, { credentials: { ...credentials, sessionToken: 'T' } }, 'InvalidToken')
      refused(form, { now: new Date('2026-11-24T13:00:01Z') }, 'RequestExpired')
      refused(form, { now: new Date('2026-11-24T11:40:00Z') }, 'RequestTimeTooSkewed')
      const ofCentury = { expiration: '2099-01-01T00:00:00Z', conditions: [...conditions, ...SIGNS] }
      const long = await signed({ policy: btoa(JSON.stringify(ofCentury)), fields })
      same(accepted(long).expiresAt, '2026-12-01T12:00:00.000Z') // no signature lives longer
      refused(long, { now: new Date('2026-12-01T12:00:01Z') }, 'RequestExpired')
      const ending = { ...credentials, expiration: '2026-11-24T12:30:00Z' }
      same(accepted(form, { credentials: ending }).expiresAt, '2026-11-24T12:30:00.000Z')
      refused(await signed({ conditions, fields: {} }), {}, 'AccessDenied')
      refused(await signed({ conditions: [BUCKET], fields: {} }), {}, 'AccessDenied')
      refused(await signed({ conditions: [KEY], fields }), {}, 'AccessDenied')
      const token = await signed({
        conditions: [...conditions, { 'x-amz-security-token': 'T' }],
        fields: { ...fields, 'x-amz-security-token': 'T' },
      })
      equal(accepted(token, { credentials: { ...credentials, sessionToken: 'T' } }).key, 'in/k')
      refused(token, {}, 'InvalidToken')
    },
  ],
  [
    'form: what is no policy is refused',
    async () => {
      const policies = [
        ...['', 'no JSON', '[]', 'null', '{}', '"text"', '{"conditions":[]}', '{"expiration":"2026-11-24T13:00:00Z"}'],
        ...[
          { expiration: 'tomorrow', conditions: [BUCKET, KEY] },
          { expiration: '2026-11-31T00:00:00Z', conditions: [BUCKET, KEY] },
          ...['2020-01-01T24:30:00Z', '2020-01-01T11:60:00Z', '2020-01-01T11:00:00+99:99'].map((expiration) => ({
            expiration,
            conditions: [BUCKET, KEY],
          })),
          { expiration: 1_800_000_000, conditions: [BUCKET, KEY] },
          { expiration: '2026-11-24T13:00:00Z', conditions: {} },
          ...[
            [null, 'text', 1, [], ['eq'], ['eq', '$key'], ['eq', 'key', 'in/k'], ['ne', '$key', 'x']],
            [['eq', '$key', 1], ['eq', '$key', 'in/k', 'more'], { key: 1 }, ['starts-with', '$key', null]],
            [
              ['content-length-range', 1],
              ['content-length-range', 'a', 2],
              ['content-length-range', 1, 1e99],
            ],
          ]
            .flat()
            .map((condition) => ({ expiration: '2026-11-24T13:00:00Z', conditions: [BUCKET, KEY, condition] })),
        ].map((policy) => JSON.stringify(policy)),
      ]
      for (const policy of policies) {
        const form = await signed({ policy: btoa(policy), fields: { key: 'in/k' } })
        same([policy, verified(form).code], [policy, 'InvalidPolicyDocument'])
      }
      refused(await signed({ policy: '%%%', fields: { key: 'in/k' } }), {}, 'InvalidPolicyDocument')
      refused(await signed({ policy: btoa('\xff'), fields: { key: 'in/k' } }), {}, 'InvalidPolicyDocument')
    },
  ],
  [
    'form: what is wrong with a call throws',
    async () => {
      const form = await signed({ conditions: [BUCKET, KEY, ['content-length-range', 1, 2]], fields: { key: 'in/k' } })
      for (const request of /** @type {any[]} */ ([
        { url, fields: form },
        { url, fields: form, contentLength: -1 },
        { url, fields: form, contentLength: '1' },
        { url, fields: form, contentLength: 1, filename: 1 },
        { url, fields: new Set([1]) },
        { url, fields: form, headers: {} },
        { fields: form },
      ])) {
        throws(
          () => verify(request, { endpoint: 'https://s3.example.com', region, credentials, now: NOW }),
          'ERR_INVALID_ARG_TYPE',
        )
      }
    },
  ],
]

/**
 * The fields of a form, signed: with conditions for what every form has, or with just this policy.
 *
 * @param {{ conditions?: unknown[], policy?: string, fields: Record<string, string> }} form
 * @returns {Promise<Record<string, string>>}
 */
async function signed({ conditions = [], policy, fields }) {
  const json = JSON.stringify({ expiration: '2026-11-24T13:00:00.000Z', conditions: [...conditions, ...SIGNS] })
  const encoded = policy ?? btoa(json)
  const { signingKey } = deriveSigningKey(credentials, { region, date: NOW })
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', new Uint8Array(signingKey), algorithm, false, ['sign'])
  const tag = new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(encoded)))
  const signature = Array.from(tag, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return { ...fields, ...SIGNED, policy: encoded, 'x-amz-signature': signature }
}

/**
 * @param {any} fields
 * @param {any} more
 * @param {string} at
 * @returns {any}
 */
function verified(fields, { contentLength, filename, ...more } = /** @type {any} */ ({}), at = url) {
  const endpoint = at.includes('amazonaws') ? 'http://s3.amazonaws.com' : 'https://s3.example.com'
  return verify({ url: at, fields, contentLength, filename }, { region, credentials, endpoint, now: NOW, ...more })
}

/**
 * @param {any} fields
 * @param {any} [more]
 * @param {string} [at]
 */
function accepted(fields, more, at) {
  const result = verified(fields, more, at)
  if (!result.ok) throw new Error(`refused: ${result.code}: ${result.detail}`)
  equal(Object.isFrozen(result), true)
  return result
}

/**
 * @param {any} fields
 * @param {any} more
 * @param {string} code
 * @param {string} [at]
 */
function refused(fields, more, code, at) {
  const result = verified(fields, more, at)
  same([result.ok, result.code], [false, code])
  equal(JSON.stringify(result).includes(secretAccessKey), false)
}
