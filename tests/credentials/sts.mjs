// A provider of credentials over real sockets that answers as a test tells it to and keeps what it was asked, and what is
// asked of it.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { assumeRole } from 'edgesign/credentials'

export const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
export const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }
export const region = 'eu-west-1'
export const role = { roleArn: 'arn:aws:iam::123456789012:role/signer', roleSessionName: 'edge' }
export const webIdentityToken = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.c2lnbmF0dXJl'
export const bucket = 'media--euw1-az1--x-s3'
export const grant = { bucket: 'media', prefix: 'users/日本 42/', operations: ['GetObject', 'ListObjectsV2'] }

export const FIELDS = {
  AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLE+=SS',
  SessionToken: 'FwoGZXIvYXdzEXAMPLE//token+with/special=chars==',
  Expiration: '2099-12-31T23:59:59Z',
}

/** As they are read. */
export const expected = {
  accessKeyId: FIELDS.AccessKeyId,
  secretAccessKey: FIELDS.SecretAccessKey,
  sessionToken: FIELDS.SessionToken,
  expiration: '2099-12-31T23:59:59.000Z',
}

/** @param {Record<string, string>} fields */
export const credentialsXml = (fields = FIELDS) =>
  `<Credentials>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</Credentials>`

/** As STS writes it; what stands in it besides is of its model. */
export const answerXml = (action, credentials = credentialsXml()) =>
  `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${credentials}` +
  `<PackedPolicySize>6</PackedPolicySize></${action}Result><ResponseMetadata><RequestId>c6104cbe</RequestId>` +
  `</ResponseMetadata></${action}Response>`

/** An answer to AssumeRole with this in its result. */
export const inResult = (content) => answerXml('AssumeRole', content)
export const good = inResult(credentialsXml())

/** What answers so. */
export const says = (body, headers = {}, status = 200) => {
  return (response) => response.writeHead(status, { 'content-type': 'text/xml', ...headers }).end(body)
}

/** @param {(response: import('node:http').ServerResponse, request: any) => void} [answer] */
export async function startFakeSts(answer = answerWell) {
  const requests = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const asked = { method: request.method, path: request.url, headers: request.headers, body }
    requests.push(asked)
    answer(response, asked)
  })
  // A test that fails closes nothing, and still has to end.
  server.unref().on('connection', (socket) => socket.unref())
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections())
  return { endpoint: `http://127.0.0.1:${server.address().port}`, requests, close }
}

/** @param {import('node:http').ServerResponse} response */
function answerWell(response, { body }) {
  const action = new URLSearchParams(body).get('Action')
  const express = `<?xml version="1.0"?>\n<CreateSessionResult>${credentialsXml()}</CreateSessionResult>`
  response.setHeader('content-type', 'text/xml')
  response.end(action === null ? express : answerXml(action))
}

/** Whether an error is the one of every failure, says nothing that is secret, and has these fields. */
export function unavailable(action, message = /./, { providerCode, requestId, status } = {}) {
  return (error) => {
    assert.equal(error.name, 'SigningError')
    assert.equal(error.code, 'ERR_CREDENTIALS_UNAVAILABLE', error.stack)
    assert.ok(error.message.startsWith(`${action}: `), error.message)
    assert.match(error.message, message)
    assert.deepEqual([error.providerCode, error.requestId, error.status], [providerCode, requestId, status])
    const shown = [error.stack, error.cause?.stack, JSON.stringify(error)].join()
    for (const secret of [secretAccessKey, webIdentityToken, FIELDS.SecretAccessKey, FIELDS.SessionToken, '</']) {
      assert.ok(!shown.includes(secret), shown)
    }
    return true
  }
}

/** Asks a provider that answers so. */
export async function asking(answer, options = {}) {
  const sts = await startFakeSts(answer)
  try {
    return await assumeRole({ endpoint: sts.endpoint, region, credentials, ...role, ...options })
  } finally {
    await sts.close()
  }
}
