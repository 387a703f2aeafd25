// A wrong configuration lets nobody in, and the log says what is wrong.

import { expect, test } from 'vitest'
import { EXAMPLE, call, codeOf, configured, logs, presigner, requestOf, stored } from './call.ts'

const key = (more: object) => JSON.stringify([{ ...EXAMPLE, ...more }])

/** What is wrong, by the name that the log gives it. */
const WRONG: [name: string, overrides: object][] = [
  ['BUCKET', { BUCKET: undefined }],
  ['CREDENTIALS', { CREDENTIALS: undefined }],
  ['CREDENTIALS', { CREDENTIALS: '' }],
  ['CREDENTIALS', { CREDENTIALS: '{' }],
  ['CREDENTIALS', { CREDENTIALS: '[]' }],
  ['CREDENTIALS', { CREDENTIALS: JSON.stringify(EXAMPLE) }],
  ['CREDENTIALS', { CREDENTIALS: JSON.stringify([EXAMPLE, EXAMPLE]) }],
  ['CREDENTIALS.accessKeyId', { CREDENTIALS: key({ accessKeyId: '' }) }],
  ['CREDENTIALS.secretAccessKey', { CREDENTIALS: key({ secretAccessKey: undefined }) }],
  ['CREDENTIALS.secretAccessKey', { CREDENTIALS: key({ secretAccessKey: 'short' }) }],
  ['CREDENTIALS.operations', { CREDENTIALS: key({ operations: ['GetObject', 'ListBuckets'] }) }],
  ['CREDENTIALS.operations', { CREDENTIALS: key({ operations: [] }) }],
  ['CREDENTIALS.prefix', { CREDENTIALS: key({ prefix: 7 }) }],
  ['bucket', { CREDENTIALS: key({ bucket: 'media' }) }],
  ['ENDPOINT', { ENDPOINT: undefined }],
  ['ENDPOINT', { ENDPOINT: 'files.example.com' }],
  ['ENDPOINT', { ENDPOINT: 'https://files.example.com/media' }],
  ['ENDPOINT', { ENDPOINT: 'https://files.example.com/' }],
  ['BUCKET_NAME', { BUCKET_NAME: undefined }],
  ['REGION', { REGION: '' }],
  ['ENDPOINT, REGION or CREDENTIALS', { REGION: 'not a region' }],
  ['ENDPOINT, REGION or CREDENTIALS', { CREDENTIALS: key({ accessKeyId: 'a b' }) }],
  ['ENDPOINT, REGION or CREDENTIALS', { CREDENTIALS: JSON.stringify([EXAMPLE, { ...EXAMPLE, accessKeyId: 'a b' }]) }],
  ['MAX_CONTENT_LENGTH', { MAX_CONTENT_LENGTH: 'much' }],
  ['MAX_CONTENT_LENGTH', { MAX_CONTENT_LENGTH: -1 }],
  ['MAX_CONTENT_LENGTH', { MAX_CONTENT_LENGTH: 6 * 2 ** 30 }],
  ['CORS_ORIGINS', { CORS_ORIGINS: 'https://app.example.com' }],
  ['CORS_ORIGINS', { CORS_ORIGINS: ['https://app.example.com/'] }],
]

test.each(WRONG)('%s is wrong in %j', async (name, overrides) => {
  const { key } = await stored()
  const request = () => requestOf(presigner.presign('GetObject', { key }))
  const env = configured(overrides)
  for (let times = 0; times < 2; times++) {
    const response = await call(request(), env)
    expect(await response.clone().text()).not.toContain('expected')
    expect(await codeOf(response)).toBe('500 InternalError')
    expect(JSON.parse(logs.at(-1)!)).toMatchObject({ code: 'ERR_CONFIGURATION', trace: [expect.any(String)] })
    expect(JSON.parse(logs.at(-1)!).trace[0].startsWith(`${name}: expected`) || name.includes(' or ')).toBe(true)
    expect(JSON.parse(logs.at(-1)!).trace[0].startsWith(name)).toBe(true)
  }
})

test('variables may be texts, as from the dashboard', async () => {
  const { key } = await stored()
  const env = configured({ MAX_CONTENT_LENGTH: '10', CORS_ORIGINS: '["https://app.example.com"]' })
  expect((await call(requestOf(presigner.presign('GetObject', { key })), env)).status).toBe(200)
})

test('what the log says of a request', async () => {
  const { key } = await stored()
  await call(requestOf(presigner.presign('GetObject', { key })))
  expect(JSON.parse(logs.at(-1)!)).toEqual({
    ...{ requestId: expect.any(String), method: 'GET', status: 200 },
    ...{ operation: 'GetObject', accessKeyId: EXAMPLE.accessKeyId },
  })
})
