// Requests that are not as they were signed: by whoever sends them, and by a proxy on the way.

import { presign, sign } from 'edgesign'
import { KEY, SLASHES, edited, named, requests } from './requests.mjs'
import { exchange } from './wire.mjs'

const TEXT = { contentType: 'text/plain' }

/** @param {import('./requests.mjs').Server} server @returns {import('./requests.mjs').Case[]} */
export const changes = (server) => [...ofUrls(server), ...ofHeaders(server), ...inHeaders(server), ...onTheWay(server)]

function ofUrls(server) {
  const { shared, get, got, withCredentials } = requests(server)
  const part = () => presign('UploadPart', { ...shared, uploadId: 'u', partNumber: 1 })
  const tried = (name, cause, fail) => [`${name}, with the credentials`, cause, withCredentials(fail)]
  const appended = got((url) => `${url}&download=1`)
  const twice = got(edited('a%20b', 'a%2520b'))
  return [
    ['HEAD with a URL for GET', 'method-changed', () => exchange({ url: get().url, method: 'HEAD' })],
    ['GET with a URL for a part', 'method-changed', () => exchange({ url: part().url })],
    tried('DELETE with a URL for GET', 'method-changed', () => exchange({ url: get().url, method: 'DELETE' })),
    ['with another Host', 'host-changed', () => exchange({ ...get(), headers: { host: 'files.example.com' } })],
    ['with a tracker', 'parameter-appended', got((url) => `${url}&utm_source=mail`)],
    ['with a parameter more', 'parameter-appended', appended],
    tried('with a parameter more', 'parameter-appended', appended),
    tried('with a longer life', 'parameter-changed', got(edited('Expires=900', 'Expires=3600'))),
    ['with the key encoded twice', 'key-encoded-twice', twice],
    tried('with the key encoded twice', 'key-encoded-twice', twice),
    tried('with a plus for %2B', 'plus-reencoded', got(edited('a%2Bb.txt', 'a+b.txt'), named('a+b.txt'))),
    tried('with another secret', 'wrong-secret', () =>
      exchange(get({ credentials: { ...server.credentials, secretAccessKey: 'another-secret' } })),
    ),
  ]
}

function ofHeaders(server) {
  const { get, put, withCredentials } = requests(server)
  const withType = (type) => () => exchange({ ...put(TEXT), headers: { 'content-type': type }, body: 'a' })
  const withMore = (presigned, headers) => () => exchange({ ...presigned, headers, body: 'a' })
  return [
    ['without a signed content type', 'header-missing', () => exchange({ ...put(TEXT), headers: {}, body: 'a' })],
    ['with another content type', 'header-changed', withType('image/png')],
    ['with a character set', 'header-changed', withCredentials(withType('text/plain; charset=utf-8'))],
    ['with another length', 'header-changed', () => exchange({ ...put({ contentLength: 2 }), body: 'abc' })],
    ['with metadata that is not signed', 'header-not-signed', withMore(put(), { 'x-amz-meta-a': 'b' })],
    [
      'with an Authorization header',
      'two-signatures',
      () => exchange({ ...get(), headers: { authorization: 'Bearer a' } }),
    ],
  ]
}

/** Signed in the Authorization header: no presigned URL, but it comes the same way. */
function inHeaders({ s3, region, credentials }) {
  const request = (more) =>
    sign({ url: `${s3}/e2e/${encodeURI(KEY)}` }, { service: 's3', region, credentials, ...more })
  const sent = (more, change) => () => exchange(request(more), change)
  const tried = (name, cause, more) => [
    `signed in its header, ${name}, with the credentials`,
    cause,
    async () => ({ ...(await exchange({ ...request(), ...more(request()) })), credentials }),
  ]
  const late = { signingDate: new Date(Date.now() - 3_600_000) }
  const other = { credentials: { ...credentials, secretAccessKey: 'another-secret' } }
  return [
    ['signed in its header an hour ago', 'clock-skew', sent(late)],
    ['signed in its header with another secret', 'wrong-secret', sent(other)],
    ['signed in its header, with a Host that a proxy changes', 'host-changed', sent({}, toAnotherHost)],
    tried('HEAD for GET', 'method-changed', () => ({ method: 'HEAD' })),
    tried('with another Host', 'host-changed', ({ headers }) => ({
      headers: { ...headers, host: 'files.example.com' },
    })),
    tried('with a parameter more', 'parameter-appended', ({ url }) => ({ url: `${url}?download=1` })),
    tried('with the key encoded twice', 'key-encoded-twice', ({ url }) => ({ url: edited('a%20b', 'a%2520b')(url) })),
  ]
}

const toAnotherHost = ({ headers }) => (headers.host = 'b.example')

function onTheWay(server) {
  const { get, put } = requests(server)
  const path = (change) => (sent) => (sent.path = change(sent.path))
  const proxied = (presigned, change, body) => () => exchange({ ...presigned, body }, change)
  const owned = put({ metadata: { owner: '42' } })
  return [
    ['GET, which a proxy makes a POST', 'method-changed', proxied(get(), (sent) => (sent.method = 'POST'))],
    ['with a Host that a proxy changes', 'host-changed', proxied(get(), toAnotherHost)],
    [
      'with a parameter that a proxy adds',
      'parameter-appended',
      proxied(
        get(),
        path((url) => `${url}&cdn=1`),
      ),
    ],
    [
      'with a parameter that a proxy drops',
      'parameter-dropped',
      proxied(get(named('a.txt')), path(edited(/response-content-disposition=[^&]+&/, ''))),
    ],
    [
      'with a value that a proxy changes',
      'parameter-changed',
      proxied(get(named('a.txt')), path(edited('a.txt', 'b.txt'))),
    ],
    ['with a plus that a proxy decodes', 'plus-reencoded', proxied(get(named('a+b')), path(edited('a%2Bb', 'a+b')))],
    [
      'with a key that a proxy encodes',
      'key-encoded-twice',
      proxied(get({ key: KEY }), path(edited('a%20b', 'a%2520b'))),
    ],
    [
      'with slashes that a proxy merges',
      'path-normalised',
      proxied(get({ key: SLASHES }), path(edited('dir//', 'dir/'))),
    ],
    ['with a path that a proxy cuts', 'path-changed', proxied(get(), path(edited('/dir', '')))],
    [
      'with a header that a proxy drops',
      'header-missing',
      proxied(owned, ({ headers }) => delete headers['x-amz-meta-owner'], 'a'),
    ],
    [
      'with a header that a proxy changes',
      'header-changed',
      proxied(put(TEXT), ({ headers }) => (headers['content-type'] = 'text/html'), 'a'),
    ],
  ]
}
