// The README's table against aws4fetch and the AWS SDK, cell by cell, and how to move from each: what a cell says is worked
// out here from what the library does.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mock, test } from 'node:test'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { AwsClient } from 'aws4fetch'
import { presign } from 'edgesign'
import { bundledSizes } from '../../tools/size.mjs'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const secret = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const region = 'eu-west-1'
const HOST = 'https://s3.eu-west-1.amazonaws.com'

/** Each as its documentation shows it. `path` is for path style. */
const LIBRARIES = {
  edgesign: {
    code: "export * from 'edgesign'",
    get: ({ key = 'k', expiresIn = 300, credentials = secret, path }) =>
      presign('GetObject', {
        ...{ region, bucket: 'media', key, expiresIn, credentials },
        ...(path ? { addressingStyle: 'path' } : {}),
      }).url,
    put: (contentType) =>
      presign('PutObject', { region, bucket: 'media', key: 'k', contentType, credentials: secret }).url,
  },
  aws4fetch: {
    code: "export { AwsClient } from 'aws4fetch'",
    get: async ({ key = 'k', expiresIn = 300, credentials = secret }) => {
      const client = new AwsClient({ ...credentials, service: 's3', region })
      const url = `${HOST}/media/${key}?X-Amz-Expires=${expiresIn}`
      return (await client.sign(url, { aws: { signQuery: true } })).url
    },
    put: async (contentType) => {
      const client = new AwsClient({ ...secret, service: 's3', region })
      const headers = { 'content-type': contentType }
      return (await client.sign(`${HOST}/media/k`, { method: 'PUT', headers, aws: { signQuery: true } })).url
    },
  },
  'AWS SDK': {
    code: `export { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
      export { getSignedUrl } from '@aws-sdk/s3-request-presigner'`,
    get: ({ key = 'k', expiresIn = 300, credentials = secret, path = false }) => {
      const client = new S3Client({ region, credentials, forcePathStyle: path })
      return getSignedUrl(client, new GetObjectCommand({ Bucket: 'media', Key: key }), { expiresIn })
    },
    put: (ContentType) => {
      const client = new S3Client({ region, credentials: secret })
      return getSignedUrl(client, new PutObjectCommand({ Bucket: 'media', Key: 'k', ContentType }))
    },
  },
}

/** What each row asks, and how a library answers. */
const ROWS = {
  'Bundled for workerd, compressed': async ({ code }) => {
    const sizes = await bundledSizes(code)
    return `${Math.round(sizes.reduce((sum, { compressed }) => sum + compressed, 0) / 1024)} KB`
  },
  'A call gives': ({ get }) => (typeof get({}) === 'string' ? 'the URL' : 'a promise'),
  'The key `a+b?c#d%20e`': async ({ get }) => {
    const { pathname } = new URL(await get({ key: 'a+b?c#d%20e' }))
    return decodeURIComponent(pathname).endsWith('/a+b?c#d%20e') ? 'as it is' : 'another object: encode it first'
  },
  'The key `../other/k`, path style': ({ get }) =>
    answer(async () => {
      const url = await get({ key: '../other/k', path: true })
      if (new URL(url).href !== url) return 'a URL that no client sends as it is'
      return new URL(url).pathname === '/other/k' ? "another bucket's object" : 'signed'
    }),
  '`expiresIn: 604_801` (AWS takes a week at most)': ({ get }) => signed(get, { expiresIn: 604_801 }),
  '`expiresIn: 1.5`': ({ get }) => signed(get, { expiresIn: 1.5 }),
  'An hour with credentials that end in a minute': async ({ get }) => {
    const expiration = new Date(Date.now() + 60_000)
    const url = new URL(await get({ expiresIn: 3600, credentials: { ...secret, sessionToken: 'TOKEN', expiration } }))
    const seconds = Number(url.searchParams.get('X-Amz-Expires'))
    return seconds <= 60 ? 'a minute' : 'an hour, of which a minute works'
  },
  'The `Content-Type` of an upload': async ({ put }) =>
    signedHeaders(await put('image/png')).includes('content-type') ? 'bound' : 'any, unless asked otherwise',
  'A checksum that nobody asked for': async ({ put }) => {
    const checksum = [...new URL(await put('image/png')).searchParams.keys()].find((name) =>
      name.startsWith('x-amz-checksum-'),
    )
    return checksum === undefined ? 'none' : `\`${checksum}\``
  },
  "R2's session token, which tells its secret": ({ get }) =>
    signed(get, { credentials: { ...secret, sessionToken: 'and0L2V5SmhiR2NpT2lKSVV6STFOaUo5' } }),
  'Signs without the secret': async ({ get }) => {
    const { deriveSigningKey } = await import('edgesign')
    const signature = async (credentials) => new URL(await get({ credentials })).searchParams.get('X-Amz-Signature')
    const expected = await signature(secret)
    const derived = deriveSigningKey(secret, { region })
    return (await signature(derived).catch(() => undefined)) === expected ? 'with a signing key of the day' : 'no'
  },
}

async function answer(ask) {
  try {
    return await ask()
  } catch {
    return 'refused'
  }
}

const signed = (get, options) => answer(async () => (await get(options)) && 'signed')
const signedHeaders = (url) => String(new URL(url).searchParams.get('X-Amz-SignedHeaders')).split(';')

test('every cell of the table is what the library does', async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 10, 25, 12) })
  const rows = [['', ...Object.keys(LIBRARIES)]]
  for (const [name, ask] of Object.entries(ROWS)) {
    rows.push([name, ...(await Promise.all(Object.values(LIBRARIES).map(async (library) => ask(library))))])
  }
  mock.timers.reset()
  const table = /## Beside aws4fetch and the AWS SDK\n(?:.*?)\n(\|.*?)\n\n/s.exec(readme)?.[1] ?? ''
  const cells = table.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  assert.deepEqual(
    cells.filter((row) => !/^[-:]*$/.test(String(row[1]))),
    rows,
  )
})

test('what the README puts in place of the others makes the same URL', async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 10, 25, 12) })
  const blocks = [...readme.matchAll(/```js\n\/\/ (before|after)\n(.*?)```/gs)].map(([, when, code]) => [when, code])
  assert.deepEqual(
    blocks.map(([when]) => when),
    ['before', 'after', 'before', 'after'],
  )
  const [aws4fetch, instead, sdk, insteadOfIt] = await Promise.all(blocks.map(([, code]) => run(code)))
  mock.timers.reset()
  assert.deepEqual(parts(instead), parts(aws4fetch))
  // The SDK's says that it is a GetObject (x-id), and more; so the signature is another one.
  const { signature, ...of } = parts(insteadOfIt)
  const { signature: theirs, ...ofIt } = parts(sdk)
  assert.deepEqual(of, ofIt)
})

/** Runs the lines of a block; all of them end with the URL in `url`. */
function run(code) {
  const known = {
    AwsClient,
    GetObjectCommand,
    S3Client,
    getSignedUrl,
    presign,
    credentials: secret,
    key: 'users/42/a b+é.jpg',
  }
  const AsyncFunction = (async () => {}).constructor
  return new AsyncFunction(...Object.keys(known), `${code}\nreturn url`)(...Object.values(known))
}

function parts(text) {
  const url = new URL(text)
  const parameter = (name) => url.searchParams.get(`X-Amz-${name}`)
  const [expires, credential, date, signature] = ['Expires', 'Credential', 'Date', 'Signature'].map(parameter)
  return { address: url.origin + url.pathname, expires, credential, date, signature }
}
