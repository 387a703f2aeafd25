// Who gives tokens, in the tests: a server of public keys that also does what such a server must not, and the private keys
// for the tests to sign with.

import { createServer } from 'node:http'
import { exportJWK, generateKeyPair } from 'jose'

/** Starts it. It ends with this process. */
export async function startIssuer() {
  const [keys, others] = [await makeKeys(), await makeKeys()]
  const jwks = JSON.stringify({ keys: Object.values(keys).map((key) => key.publicKey) })
  const fetched = {}
  const server = createServer(({ url }, response) => {
    const [, path, id] = url.split('/')
    if (path === 'count') return response.end(String(fetched[id] ?? 0))
    fetched[id] = (fetched[id] ?? 0) + 1
    return answer(path, response, jwks)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return { issuerUrl: `http://127.0.0.1:${server.address().port}`, keys, others }
}

async function makeKeys() {
  const pairs = ['RS256', 'ES256', 'EdDSA'].map(async (algorithm) => {
    const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
    const named = { kid: `key-${algorithm}`, alg: algorithm, use: 'sig' }
    return [
      algorithm,
      { publicKey: { ...(await exportJWK(publicKey)), ...named }, privateKey: await exportJWK(privateKey) },
    ]
  })
  return Object.fromEntries(await Promise.all(pairs))
}

/** As a provider says that it created an upload. */
const UPLOAD = '<UploadId>id</UploadId>'

/** `/jwks/…` has the keys, `/late/…` after a while; the others fail, each in its way. */
function answer(path, response, jwks) {
  const kinds = {
    jwks: () => response.end(jwks),
    late: () => setTimeout(() => response.end(jwks), 500),
    redirect: () => response.writeHead(302, { location: '/jwks/redirected' }).end(),
    slow: () => setTimeout(() => response.end(jwks), 20_000).unref(),
    huge: () => response.end(jwks + ' '.repeat(70_000)),
    text: () => response.end('<html>'),
    other: () => response.end('{"keys":"none"}'),
    upload: () => response.end(UPLOAD),
    away: () => response.writeHead(307, { location: '/upload/away' }).end(),
    long: () => response.end(UPLOAD + ' '.repeat(70_000)),
    refusing: () => response.writeHead(403).end(UPLOAD),
    failing: () => response.writeHead(500).end(jwks),
  }
  return (kinds[path] ?? kinds.failing)()
}
