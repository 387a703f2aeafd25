// Forms on a server that checks their policies: what it accepts, and what it refuses.
// No API of any one runtime: run by tests/run/*.

import { Presigner, deriveSigningKey, presignPost, randomKey } from 'edgesign'

const EXAMPLE = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const region = 'us-east-1'

/** The tests that Ceph's s3-tests have for forms, by their names, and those of ours that cover the same. */
export const CEPH_TESTS = {
  test_post_object_anonymous_request: 'a form without a signature is refused',
  test_post_object_authenticated_no_content_type: 'a form stores a file as it says',
  test_post_object_authenticated_request: 'a form stores a file as it says',
  test_post_object_authenticated_request_bad_access_key: 'a signature of somebody else is refused',
  test_post_object_case_insensitive_condition_fields: 'the case of the names of fields does not matter',
  test_post_object_condition_is_case_sensitive: 'a policy that is none is refused',
  test_post_object_empty_conditions: 'a policy that is none is refused',
  test_post_object_escaped_field_values: 'any key is stored as it is',
  test_post_object_expired_policy: 'an expired form is refused',
  test_post_object_expires_is_case_sensitive: 'a policy that is none is refused',
  test_post_object_ignored_header: 'what is marked to be ignored is',
  test_post_object_invalid_access_key: 'a signature of somebody else is refused',
  test_post_object_invalid_content_length_argument: 'a policy that is none is refused',
  test_post_object_invalid_date_format: 'a policy that is none is refused',
  test_post_object_invalid_request_field_value: 'no field can be changed, left out or added',
  test_post_object_invalid_signature: 'a signature of somebody else is refused',
  test_post_object_missing_conditions_list: 'a policy that is none is refused',
  test_post_object_missing_content_length_argument: 'a policy that is none is refused',
  test_post_object_missing_expires_condition: 'a policy that is none is refused',
  test_post_object_missing_policy_condition: 'a policy says of which bucket it is',
  test_post_object_missing_signature: 'a form without a signature is refused',
  test_post_object_no_key_specified: 'no field can be changed, left out or added',
  test_post_object_request_missing_policy_specified_field: 'no field can be changed, left out or added',
  test_post_object_set_invalid_success_code: 'another status than S3 knows is none',
  test_post_object_set_key_from_filename: 'the name of the file is put into the key',
  test_post_object_set_success_code: 'a form is answered as it asks',
  test_post_object_success_redirect_action: 'a redirect tells what was stored',
  test_post_object_tags_anonymous_request: 'a form without a signature is refused',
  test_post_object_tags_authenticated_request: 'tags are stored',
  test_post_object_upload_checksum: 'a bound checksum of a form is the only one accepted',
  test_post_object_upload_larger_than_chunk: 'the length of the file is bound, at both ends',
  test_post_object_upload_size_below_minimum: 'the length of the file is bound, at both ends',
  test_post_object_upload_size_limit_exceeded: 'the length of the file is bound, at both ends',
  test_post_object_upload_size_rgw_chunk_size_bug: 'the length of the file is bound, at both ends',
  test_post_object_user_specified_header: 'what is open has to come, and to begin as it says',
  test_post_object_wrong_bucket: 'a form is for one bucket',
}

/**
 * @param {{ s3: string, credentials?: typeof EXAMPLE }} server with the buckets `e2e` and `other`
 * @returns {[string, () => Promise<void>][]}
 */
export function formsAt({ s3, credentials = EXAMPLE }) {
  const shared = { endpoint: s3, region, bucket: 'e2e', credentials }
  const presigner = new Presigner(shared)
  const form = (options) => presignPost({ ...shared, ...options })
  const folder = () => randomKey('forms/') + '/'

  /** Sends the fields of a form, with some changed: undefined is left out, and a list comes as often as it is long. */
  function send({ url, fields }, changed = {}, { body = 'stored', name = 'file.txt', ...init } = {}) {
    const data = new FormData()
    for (const [field, value] of Object.entries({ ...fields, ...changed }))
      for (const one of [value ?? []].flat()) data.append(field, one)
    data.append('file', new Blob([body], { type: 'text/x-of-the-part' }), name)
    return fetch(url, { method: 'POST', body: data, ...init })
  }

  async function get(key, bucket = 'e2e') {
    const { url } = presigner.presign('GetObject', { key, bucket })
    return fetch(url)
  }
  const text = async (key) => (await expect(200, get(key))).text()

  /** The keys that begin so. */
  async function keys(prefix, bucket = 'e2e') {
    const { url } = presigner.presign('ListObjectsV2', { prefix, bucket, query: { 'encoding-type': 'url' } })
    const xml = await (await expect(200, fetch(url))).text()
    return [...xml.matchAll(/<Key>(.*?)<\/Key>/gs)].map(([, key]) =>
      decodeURIComponent(String(key).replace(/\+/g, ' ')),
    )
  }

  /** A form for a key of its own, and a check that nothing was stored there. */
  function fresh(options) {
    const prefix = folder()
    const key = `${prefix}a.txt`
    return { post: form({ key, ...options }), prefix, key, empty: async () => equal((await keys(prefix)).join(), '') }
  }

  /** A form whose policy is another one, signed by those who may: what presignPost never makes. */
  async function withPolicy(post, change) {
    const policy = JSON.parse(atob(post.fields.policy))
    const encoded = btoa(JSON.stringify(change(policy)))
    const { signingKey } = deriveSigningKey(credentials, { region })
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', signingKey, algorithm, false, ['sign'])
    const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(encoded)))
    const hex = Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('')
    return { ...post, fields: { ...post.fields, policy: encoded, 'x-amz-signature': hex } }
  }
  const withConditions = (post, change) =>
    withPolicy(post, ({ conditions, ...rest }) => ({ ...rest, conditions: change(conditions) }))

  return [
    [
      'a form stores a file as it says',
      async () => {
        const { post, key } = fresh({ contentType: 'image/png', metadata: { owner: '42' } })
        const answer = await expect(204, send(post))
        equal(await answer.text(), '')
        const got = await expect(200, get(key))
        equal(got.headers.get('content-type'), 'image/png')
        equal(got.headers.get('x-amz-meta-owner'), '42')
        equal(await got.text(), 'stored')
        const untyped = fresh()
        await expect(204, send(untyped.post))
        equal(await text(untyped.key), 'stored')
      },
    ],
    [
      'a form stores what a file is served with',
      async () => {
        const served = {
          'cache-control': 'no-store',
          'content-disposition': 'attachment',
          expires: 'Thu, 01 Jan 2026 00:00:00 GMT',
        }
        const { post, key } = fresh({ fields: served })
        await expect(204, send(post))
        const { headers } = await expect(200, get(key))
        for (const [name, value] of Object.entries(served)) equal(headers.get(name), value)
      },
    ],
    [
      'any key is stored as it is',
      async () => {
        const prefix = folder()
        const odd = ['a b+c', '\\$foo.txt', '$x"<>&', 'é😀', '%2F?#', "it's {}", '..']
        for (const name of odd) {
          const key = `${prefix}${name}x/y`
          await expect(204, send(form({ key }), {}, { body: name }))
          equal(await text(key), name)
        }
        equal((await keys(prefix)).length, odd.length)
      },
    ],
    [
      'the name of the file is put into the key',
      async () => {
        const prefix = folder()
        const named = form({ key: `${prefix}\${filename}` })
        await expect(204, send(named, {}, { name: 'photo é.jpg' }))
        equal(await text(`${prefix}photo é.jpg`), 'stored')
        await expect(204, send(form({ key: `${prefix}before-\${filename}.end` }), {}, { name: 'b' }))
        equal(await text(`${prefix}before-b.end`), 'stored')
        // Who changes the form chooses any key that begins so.
        await expect(204, send(named, { key: `${prefix}chosen` }))
        equal(await text(`${prefix}chosen`), 'stored')
        await refused(send(named, { key: prefix.slice(0, -1) }))
      },
    ],
    [
      'of the name of the file, its folders are left out',
      async () => {
        for (const name of ['a/b/c.txt', 'C:\\a\\c.txt', '../../c.txt']) {
          const prefix = folder()
          await expect(204, send(form({ key: `${prefix}\${filename}` }), {}, { name }))
          equal((await keys(prefix)).join(), `${prefix}c.txt`)
        }
      },
    ],
    [
      'the length of the file is bound, at both ends',
      async () => {
        const { post, key, empty } = fresh({ contentLengthRange: [3, 5] })
        for (const length of [0, 2, 6, 100_000]) await refused(send(post, {}, { body: 'x'.repeat(length) }), length)
        await empty()
        for (const length of [3, 5]) await expect(204, send(post, {}, { body: 'x'.repeat(length) }))
        equal(await text(key), 'xxxxx')
        const large = 3 * 2 ** 20
        const exact = fresh({ contentLengthRange: [large, large] })
        await refused(send(exact.post, {}, { body: 'x'.repeat(large + 1) }))
        await refused(send(exact.post, {}, { body: 'x'.repeat(large - 1) }))
        await exact.empty()
        await expect(204, send(exact.post, {}, { body: 'x'.repeat(large) }))
        equal((await text(exact.key)).length, large)
      },
    ],
    [
      'no field can be changed, left out or added',
      async () => {
        const bound = { contentType: 'image/png', metadata: { owner: '42' }, storageClass: 'STANDARD' }
        const { post, key, empty } = fresh({ ...bound, fields: { acl: 'private' } })
        const { policy, 'x-amz-signature': signature, ...names } = post.fields
        for (const name of Object.keys(names)) {
          await refused(send(post, { [name]: 'changed' }), `${name} changed`)
          await refused(send(post, { [name]: undefined }), `${name} left out`)
        }
        equal(Boolean(policy && signature), true)
        for (const name of [
          ...['tagging', 'x-amz-meta-more', 'x-amz-website-redirect-location', 'success_action_redirect', 'Expires'],
          ...['success_action_status', 'x-amz-server-side-encryption', 'x-amz-copy-source', 'x-anything'],
        ])
          await refused(send(post, { [name]: 'added' }), `${name} added`)
        await empty()
        await expect(204, send(post))
        equal(await text(key), 'stored')
      },
    ],
    [
      'what is open has to come, and to begin as it says',
      async () => {
        const { post, key, empty } = fresh({ startsWith: { 'Content-Type': 'image/', 'x-amz-meta-name': '' } })
        const sent = { 'Content-Type': 'image/gif', 'x-amz-meta-name': 'any' }
        for (const type of [undefined, 'text/html', 'Image/gif', 'image'])
          await refused(send(post, { ...sent, 'Content-Type': type }), type)
        await empty()
        await expect(204, send(post, sent))
        const got = await expect(200, get(key))
        equal(got.headers.get('content-type'), 'image/gif')
        equal(got.headers.get('x-amz-meta-name'), 'any')
      },
    ],
    [
      'the case of the names of fields does not matter',
      async () => {
        const { post, key } = fresh({ contentType: 'image/png', metadata: { owner: '42' } })
        const fields = Object.entries(post.fields).map(([name, value]) => [name.toUpperCase(), value])
        await expect(204, send({ ...post, fields: Object.fromEntries(fields) }))
        equal((await expect(200, get(key))).headers.get('content-type'), 'image/png')
      },
    ],
    [
      'what is marked to be ignored is',
      async () => {
        const { post, key } = fresh()
        await expect(204, send(post, { 'x-ignore-anything': 'added' }))
        equal(await text(key), 'stored')
      },
    ],
    [
      'a form is answered as it asks',
      async () => {
        const status = (value) => fresh({ fields: { success_action_status: value } })
        await expect(200, send(status('200').post))
        await expect(204, send(status('204').post))
        const { post, key } = status('201')
        const xml = await (await expect(201, send(post))).text()
        equal(/<Key>(.*?)<\/Key>/.exec(xml)?.[1], key)
        equal(/<Bucket>(.*?)<\/Bucket>/.exec(xml)?.[1], 'e2e')
        equal(/<Location>(.*?)<\/Location>/.exec(xml)?.[1]?.endsWith(key.split('/').at(-1)), true)
      },
    ],
    [
      'another status than S3 knows is none',
      async () => {
        const { post } = fresh()
        const asked = await withConditions(post, (all) => [...all, ['eq', '$success_action_status', '404']])
        await expect(204, send(asked, { success_action_status: '404' }))
      },
    ],
    [
      'a redirect tells what was stored',
      async () => {
        const { post, key } = fresh({ fields: { success_action_redirect: `${s3}/e2e/landing` } })
        const { url, redirected } = await send(post)
        equal(redirected, true)
        const { searchParams, pathname } = new URL(url)
        equal([pathname, searchParams.get('bucket')].join(), '/e2e/landing,e2e')
        equal(searchParams.get('key'), key)
        equal(await text(key), 'stored')
      },
    ],
    [
      'tags are stored',
      async () => {
        const { post, key } = fresh({ tagging: { project: 'blue & green', 'a b': 'é' } })
        await expect(204, send(post))
        const { url } = presigner.presign('GetObjectTagging', { key })
        const xml = await (await expect(200, fetch(url))).text()
        const tags = [...xml.matchAll(/<Key>(.*?)<\/Key>\s*<Value>(.*?)<\/Value>/gs)].map(([, ...tag]) => tag.join('='))
        equal(tags.sort().join(), 'a b=é,project=blue &amp; green')
        await refused(send(post, { tagging: undefined }))
      },
    ],
    [
      'a bound checksum of a form is the only one accepted',
      async () => {
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode('right')))
        const checksum = { algorithm: 'SHA256', value: btoa(String.fromCharCode(...digest)) }
        const { post, key, empty } = fresh({ checksum })
        await refused(send(post, {}, { body: 'wrong' }))
        await empty()
        await expect(204, send(post, {}, { body: 'right' }))
        equal(await text(key), 'right')
      },
    ],
    [
      'a form without a signature is refused',
      async () => {
        const { post, empty } = fresh({ tagging: { a: 'b' } })
        await refused(send(post, { 'x-amz-signature': undefined }))
        const signed = Object.keys(post.fields).filter((name) => name !== 'key')
        await refused(send(post, Object.fromEntries(signed.map((name) => [name, undefined]))))
        const tagged = signed.filter((name) => name !== 'tagging')
        await refused(send(post, Object.fromEntries(tagged.map((name) => [name, undefined]))))
        await empty()
      },
    ],
    [
      'a signature of somebody else is refused',
      async () => {
        const { post, key, empty } = fresh()
        const { policy, 'x-amz-signature': signature } = post.fields
        await refused(send(post, { 'x-amz-signature': signature.replace(/.$/, (c) => (c === '0' ? '1' : '0')) }))
        await refused(
          send(post, { policy: btoa(atob(policy).replace('a.txt', 'b.txt')), key: key.replace('a.txt', 'b.txt') }),
        )
        await refused(send(form({ key, credentials: { ...credentials, secretAccessKey: 'another-secret' } })))
        await refused(send(form({ key, credentials: { ...credentials, accessKeyId: 'AKIAIOSFODNN7NOBODY1' } })))
        const tomorrow = new Date(Date.now() + 86_400_000)
        const other = form({ key, signingDate: tomorrow }).fields
        await refused(send(post, { 'x-amz-credential': other['x-amz-credential'], 'x-amz-date': other['x-amz-date'] }))
        await empty()
      },
    ],
    [
      'an expired form is refused',
      async () => {
        const signingDate = new Date(Date.now() - 3_600_000)
        const { post, empty } = fresh({ signingDate, expiresIn: 3599 })
        await refused(send(post))
        await empty()
        await expect(204, send(fresh({ signingDate, expiresIn: 3700 }).post))
      },
    ],
    [
      'a form is for one bucket',
      async () => {
        const { post, prefix, empty } = fresh()
        await refused(send({ ...post, url: `${s3}/other` }))
        await refused(send(await withConditions(post, ([, ...others]) => [{ bucket: 'other' }, ...others])))
        await empty()
        await send(post, { bucket: 'other' })
        equal((await keys(prefix, 'other')).join(), '')
      },
    ],
    [
      'a policy says of which bucket it is',
      async () => {
        const { post, empty } = fresh()
        await refused(send(await withConditions(post, ([, ...others]) => others)))
        await empty()
      },
    ],
    [
      'a policy that is none is refused',
      async () => {
        const { post, empty } = fresh()
        await expect(204, send(await withPolicy(fresh().post, (policy) => policy)))
        for (const change of [
          ({ conditions, expiration }) => ({ CONDITIONS: conditions, expiration }),
          ({ conditions, expiration }) => ({ conditions, EXPIRATION: expiration }),
          ({ conditions }) => ({ conditions }),
          ({ expiration }) => ({ expiration }),
          (policy) => ({ ...policy, expiration: 'tomorrow' }),
          (policy) => ({ ...policy, expiration: policy.expiration.slice(0, 10) }),
          (policy) => ({ ...policy, conditions: [...policy.conditions, {}] }),
          (policy) => ({ ...policy, conditions: [...policy.conditions, ['content-length-range', 0]] }),
          (policy) => ({ ...policy, conditions: [...policy.conditions, ['content-length-range', -1, 0]] }),
          () => 'none',
        ])
          await refused(send(await withPolicy(post, change)), change)
        await empty()
      },
    ],
    [
      'a form under a grant stores nothing outside of it, whatever is sent',
      async () => {
        const [prefix, outside] = [folder(), folder()]
        const grant = {
          bucket: 'e2e',
          prefix,
          operations: ['PutObject'],
          contentTypes: ['image/png'],
          maxContentLength: 10,
        }
        const granted = new Presigner({ ...shared, grant })
        const post = granted.presignPost({
          ...{ key: `${prefix}\${filename}`, contentType: 'image/png', contentLengthRange: [0, 10] },
        })
        const key = `${outside}a`
        for (const changed of [
          ...[{ key }, { key: `${outside}\${filename}` }, { key: '${filename}' }, { key: prefix.slice(0, -1) }],
          ...[{ key: prefix.toUpperCase() }, { key: `/${prefix}a` }, { key: `${prefix.slice(0, -2)}/a` }],
          ...[{ acl: 'public-read' }, { 'x-amz-acl': 'public-read' }, { tagging: '<Tagging/>' }],
          ...[{ 'x-amz-website-redirect-location': '/a' }, { 'x-amz-copy-source': `e2e/${key}` }],
          ...[{ 'x-amz-storage-class': 'GLACIER' }, { 'x-amz-meta-a': 'b' }, { 'content-type': 'text/html' }],
          ...[{ 'content-type': 'image/png,text/html' }, { 'content-type': 'image/png2' }],
        ])
          await refused(send(post, changed), JSON.stringify(changed))
        await refused(send(post, {}, { body: 'eleven bytes' }))
        await refused(send({ ...post, url: `${s3}/other` }))
        equal((await keys(prefix)).join(), '')
        // What a server makes of these is its own choice, but not where.
        for (const changed of [
          ...[{ key: [`${prefix}twice`, key] }, { key: [key, `${prefix}twice`] }, { bucket: 'other' }],
          ...[{ 'content-type': ['image/png', 'text/html'] }, { 'content-type': ['text/html', 'image/png'] }],
        ])
          await send(post, changed)
        for (const name of [
          '../../up.txt',
          '..',
          'a/b.txt',
          '..\\..\\c.txt',
          '/etc/passwd',
          '%2e%2e%2fd',
          `${outside}a`,
        ])
          await send(post, {}, { name })
        equal((await keys(outside)).join(), '')
        equal((await keys(prefix, 'other')).join(), '')
        for (const stored of (await keys(prefix)).filter((stored) => !stored.includes('..'))) {
          equal((await get(stored)).headers.get('content-type'), 'image/png')
        }
        for (const name of ['up.txt', 'c.txt', 'passwd', 'etc/passwd', 'a/b.txt']) {
          await expect(404, get(name))
          await expect(404, get(`forms/${name}`))
        }
      },
    ],
  ]
}

async function expect(status, promised) {
  const response = await promised
  if (response.status === status) return response
  throw new Error(`expected ${status}, got ${response.status}: ${await response.text()}`)
}

async function refused(promised, name = 'the form') {
  const response = await promised
  if (response.status >= 400 && response.status <= 499) return response
  throw new Error(`${name}: expected a refusal, got ${response.status}`)
}

function equal(actual, expected) {
  if (actual !== expected) throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`)
}
