// What is printed works: an object is put, read, looked at and deleted on the local S3 server, by curl's way of using a URL.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { main } from '../../js/cli/main.js'
import { server } from '../run/server.mjs'
import { KEYS, makeHome } from './run.mjs'

const { s3 } = server()
const config = `[default]\nregion = us-east-1\nendpoint_url = ${s3}\n`

test('an object by printed URLs', async () => {
  const home = makeHome({ config })
  const send = (method, body) => {
    const { stdout, stderr } = main({
      argv: ['presign', 's3://e2e/cli/a b+c%20é?.txt', '--method', method],
      env: KEYS,
      home,
    })
    assert.equal(stderr, '')
    return fetch(stdout.trimEnd(), { method, body })
  }
  assert.equal((await send('PUT', 'hello')).status, 200)
  assert.equal(await (await send('GET')).text(), 'hello')
  assert.equal((await send('HEAD')).headers.get('content-length'), '5')
  assert.equal((await send('DELETE')).status, 204)
  assert.equal((await send('GET')).status, 404)
})
