// A provider of credentials over real sockets that answers as a test tells it to, and keeps what it was asked.

import { createServer } from 'node:http'

export const FIELDS = {
  AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLE+=SS',
  SessionToken: 'FwoGZXIvYXdzEXAMPLE//token+with/special=chars==',
  Expiration: '2099-12-31T23:59:59Z',
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
