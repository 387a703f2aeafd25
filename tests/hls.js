// HLS playlists, for every runtime: what comes out of the stream, with URLs of `presign`. Vectors of whole playlists are in tests/hls/.

import { isSigningError, presign } from 'edgesign'
import { presignPlaylist, presignPlaylistText } from 'edgesign/hls'
import { Presigner } from 'edgesign/many'
import { equal, same, secretAccessKey, throws } from './expect.js'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }
const signingDate = new Date('2026-11-24T12:00:00Z')
const place = { region: 'eu-west-1', bucket: 'media', credentials }
const key = 'films/42/index.m3u8'
const urlOf = (/** @type {string} */ key) => presign('GetObject', { ...place, key, signingDate }).url

const options = { presigner: new Presigner(place), key, signingDate }

/** Reads all that a stream gives for these pieces. */
async function streamed(/** @type {Uint8Array[]} */ pieces, /** @type {any} */ options) {
  const { readable, writable } = /** @type {TransformStream} */ (presignPlaylist(options))
  const [read] = await Promise.allSettled([readAll(readable), write(writable, pieces)])
  if (read.status === 'rejected') throw read.reason
  return read.value
}

async function readAll(/** @type {ReadableStream<Uint8Array>} */ readable) {
  const [reader, decoder] = [readable.getReader(), new TextDecoder('utf-8', { ignoreBOM: true })]
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    text += decoder.decode(value, { stream: true })
  }
}

async function write(/** @type {WritableStream} */ writable, /** @type {Uint8Array[]} */ pieces) {
  const writer = writable.getWriter()
  for (const piece of pieces) await writer.write(piece)
  await writer.close()
}

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text)

const MEDIA = (/** @type {(key: string) => string} */ at) => `#EXTM3U
#EXT-X-VERSION:9
#EXT-X-TARGETDURATION:4
#EXT-X-PART-INF:PART-TARGET=1.0
#EXT-X-KEY:METHOD=AES-128,URI="${at('../keys/1.key')}",IV=0x9c7db8778570d05c3177c349fd9236aa
#EXT-X-MAP:URI="${at('init.mp4')}",BYTERANGE="720@0"
#EXTINF:4.0,URI="not-one.mp4"
#EXT-X-BYTERANGE:1000@720
${at('a film.mp4')}
#EXTINF:4.0,
#EXT-X-BYTERANGE:1000@1720
${at('a film.mp4')}
#EXTINF:4.0,
https://elsewhere.example/a.mp4
#EXT-X-PART:DURATION=1.0,URI="${at('/live/%C3%BC.1.mp4')}",INDEPENDENT=YES
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${at('/live/%C3%BC.2.mp4')}"
#EXT-X-RENDITION-REPORT:URI="../other/index.m3u8",LAST-MSN=7
`
const KEYS = {
  '../keys/1.key': 'films/keys/1.key',
  'init.mp4': 'films/42/init.mp4',
  'a film.mp4': 'films/42/a film.mp4',
  '/live/%C3%BC.1.mp4': 'live/ü.1.mp4',
  '/live/%C3%BC.2.mp4': 'live/ü.2.mp4',
}
const media = MEDIA((uri) => uri)
const presigned = () => MEDIA((uri) => urlOf(KEYS[/** @type {keyof KEYS} */ (uri)]))

const MASTER = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="A, B",URI="audio/index.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=1280000,AUDIO="a"

# and then
low/index.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=86000,URI="../41/iframes.m3u8"
`

const LONG = `#EXT-X-DEFINE:NAME="a",VALUE="${'a'.repeat(30_000)}"\n`
/** Each with the code of its error, and what the error says of where it is. */
const REFUSED = /** @type {[string, string, string][]} */ ([
  ['', 'ERR_INVALID_PLAYLIST', 'playlist'],
  ['<html>', 'ERR_INVALID_PLAYLIST', 'line 1: playlist'],
  ['\n#EXTM3U', 'ERR_INVALID_PLAYLIST', 'line 1: playlist'],
  ['#EXTM3U8', 'ERR_INVALID_PLAYLIST', 'line 1: playlist'],
  ['#EXTM3U\n../../../a.ts', 'ERR_INVALID_KEY', 'line 2: uri'],
  ['#EXTM3U\n/../a.ts', 'ERR_INVALID_KEY', 'line 2: uri'],
  ['#EXTM3U\n%2e%2e/%2E./.%2e/a.ts', 'ERR_INVALID_KEY', 'line 2: uri'],
  ['#EXTM3U\na.ts\n\na/..%2f..%2f../b.ts\nc.ts', 'ERR_INVALID_KEY', 'line 4: key: '],
  ['#EXTM3U\n\n' + 'a'.repeat(1025), 'ERR_TOO_LARGE', 'line 3: key: '],
  ['#EXTM3U\n..%2fa.ts', 'ERR_INVALID_KEY', 'line 2: key: '],
  ['#EXTM3U\na.ts?v=1', 'ERR_INVALID_URL', 'line 2: uri'],
  ['#EXTM3U\na.ts#t', 'ERR_INVALID_URL', 'line 2: uri'],
  ['#EXTM3U\n #EXTINF:4', 'ERR_INVALID_URL', 'line 2: uri'],
  ['#EXTM3U\na\tb.ts', 'ERR_INVALID_URL', 'line 2: uri'],
  ['#EXTM3U\na\0.ts', 'ERR_INVALID_URL', 'line 2: uri'],
  ['#EXTM3U\na\x7f.ts', 'ERR_INVALID_URL', 'line 2: uri'],
  ['#EXTM3U\n100%.ts', 'ERR_INVALID_URL', 'line 2: uri'],
  ['#EXTM3U\n%ff.ts', 'ERR_INVALID_URL', 'line 2: uri'],
  ['#EXTM3U\n#EXTINF:4,\ra.ts\n', 'ERR_INVALID_PLAYLIST', 'line 2: expected lines'],
  ['#EXTM3U\n#EXT-X-MAP:URI="a', 'ERR_INVALID_PLAYLIST', 'line 2: attributes'],
  ['#EXTM3U\n#EXT-X-MAP:URI=a.mp4', 'ERR_INVALID_PLAYLIST', 'line 2: URI'],
  ['#EXTM3U\n{$a}.ts', 'ERR_INVALID_PLAYLIST', 'line 2: variables'],
  ['#EXTM3U\n#EXT-X-DEFINE:IMPORT="a"\n#EXT-X-MAP:URI="{$a}.ts"', 'ERR_INVALID_PLAYLIST', 'line 3: variables'],
  ['#EXTM3U\n#EXT-X-DEFINE:QUERYPARAM="a"\n{$a}.ts', 'ERR_INVALID_PLAYLIST', 'line 3: variables'],
  ['#EXTM3U\n#EXT-X-DEFINE:NAME="a"', 'ERR_INVALID_PLAYLIST', 'line 2: variables'],
  ['#EXTM3U\n' + '#EXT-X-DEFINE:NAME="a",VALUE="b"\n'.repeat(2), 'ERR_INVALID_PLAYLIST', 'line 3: variables'],
  ['#EXTM3U\n#EXT-X-DEFINE:NAME="a",VALUE=""\n{$a}', 'ERR_INVALID_URL', 'line 3: uri'],
  ['#EXTM3U\n#' + 'a'.repeat(65_536), 'ERR_TOO_LARGE', 'line 2: expected'],
  ['#EXTM3U\n#' + 'a'.repeat(65_536) + '\n', 'ERR_TOO_LARGE', 'line 2: expected'],
  ['#EXTM3U\n' + LONG + '{$a}'.repeat(3), 'ERR_TOO_LARGE', 'line 3: variables'],
  ['#EXTM3U\n' + LONG + 'a'.repeat(40_000) + '{$a}', 'ERR_TOO_LARGE', 'line 3: variables'],
  [
    '#EXTM3U\n' + LONG + LONG.replaceAll('"a"', '"b"') + '#EXT-X-DEFINE:NAME="c",VALUE="{$a}"',
    'ERR_TOO_LARGE',
    'line 4: variables',
  ],
])

/** @type {[string, () => void | Promise<void>][]} */
export const hlsContract = [
  [
    'hls: every object of a media playlist is presigned, and nothing else is changed',
    async () => {
      equal(presignPlaylistText(media, options), presigned())
      equal(await streamed([bytes(media)], options), presigned())
    },
  ],
  [
    'hls: a stream that is cut anywhere, with CRLF and a byte order mark',
    async () => {
      const crlf = (/** @type {string} */ text, /** @type {string} */ last) =>
        `\uFEFF${text.replaceAll('\n', '\r\n')}${last}`
      const pieces = Array.from(bytes(crlf(media, 'ü.ts')), (byte) => new Uint8Array([byte]))
      equal(await streamed(pieces, options), crlf(presigned(), urlOf('films/42/ü.ts')))
    },
  ],
  [
    'hls: other playlists stay as they are, or go where the caller says',
    () => {
      equal(presignPlaylistText(MASTER, options), MASTER)
      const playlists = (/** @type {string} */ key) => `https://hls.example.com/${key}`
      equal(
        presignPlaylistText(MASTER, { ...options, playlists }),
        MASTER.replace('audio/', playlists('films/42/audio/'))
          .replace('low/', playlists('films/42/low/'))
          .replace('../41/', playlists('films/41/')),
      )
      const report = presignPlaylistText(media, { ...options, playlists })
      equal(report, presigned().replace('../other/', playlists('films/other/')))
      for (const url of ['', '#', 'a b', 'a"b', 'a\nb', Promise.resolve('a'), new URL('https://hls.example.com/')])
        throws(() => presignPlaylistText(MASTER, { ...options, playlists: () => /** @type {any} */ (url) }), TYPE)
    },
  ],
  [
    'hls: 10,000 segments, of which the first go out before the last come in',
    async () => {
      const names = Array.from({ length: 10_000 }, (_, i) => `segment-${i}.ts`)
      const text = `#EXTM3U\n${names.map((name) => `#EXTINF:6.006,\n${name}\n`).join('')}#EXT-X-ENDLIST\n`
      const lines = presignPlaylistText(text, options).split('\n')
      same([lines[0], lines[20_001], lines.length], ['#EXTM3U', '#EXT-X-ENDLIST', 20_003])
      names.forEach((name, i) => {
        equal(lines[2 * i + 1], '#EXTINF:6.006,')
        equal(lines[2 * i + 2], urlOf(`films/42/${name}`))
      })
      const { readable, writable } = /** @type {TransformStream} */ (presignPlaylist(options))
      const [reader, writer] = [readable.getReader(), writable.getWriter()]
      const half = bytes(text.slice(0, text.length / 2))
      writer.write(half).catch(() => {})
      const { value } = await reader.read()
      equal(lines.join('\n').startsWith(new TextDecoder().decode(value)), true)
      equal(value.length > 1000 && value.length < 65_000, true)
      await reader.cancel()
    },
  ],
  [
    'hls: variables',
    () => {
      const defined = '#EXTM3U\n#EXT-X-DEFINE:NAME="a",VALUE="x"\n#EXT-X-DEFINE:NAME="b",VALUE="{$a}/../y"\n'
      const rewritten = (/** @type {string} */ rest) =>
        presignPlaylistText(defined + rest, options).slice(defined.length)
      equal(rewritten('{$b}.ts'), urlOf('films/42/y.ts'))
      equal(rewritten('#EXT-X-MAP:URI="{$a}{$a}.ts"'), `#EXT-X-MAP:URI="${urlOf('films/42/xx.ts')}"`)
      // What is no reference is a part of the key, and what is left to the player is not looked into.
      equal(rewritten('{$}.ts'), urlOf('films/42/{$}.ts'))
      for (const rest of ['https://{$c}/a.ts', '#EXT-X-STREAM-INF:BANDWIDTH=1\n{$c}.m3u8', '#EXT-X-MEDIA:URI="{$c}"'])
        equal(rewritten(rest), rest)
      const elsewhere = '#EXT-X-DEFINE:NAME="c",VALUE="https://elsewhere.example"\n{$c}/a.ts'
      equal(rewritten(elsewhere), elsewhere)
    },
  ],
  ...REFUSED.map(
    ([text, code, where]) =>
      /** @type {[string, () => Promise<void>]} */ ([
        `hls: refused: ${JSON.stringify(text.length > 80 ? `${text.slice(0, 60)}…` : text)}`,
        async () => {
          const { message } = throws(() => presignPlaylistText(text, options), code)
          equal(message.slice(0, where.length), where)
          const error = await streamed([bytes(text)], options).catch((error) => error)
          same([error.code, error.message], [code, message])
        },
      ]),
  ),
  [
    'hls: an error ends the stream, after what was right',
    async () => {
      const first = `#EXTM3U\n${'#\n'.repeat(80_000)}`
      const { readable, writable } = /** @type {TransformStream} */ (presignPlaylist(options))
      const reader = readable.getReader()
      const writing = write(writable, [bytes(first), bytes('a.ts\n'), bytes('../../../b.ts\n'), bytes('c.ts\n')])
      const failed = writing.catch((error) => error)
      let text = ''
      const error = await (async () => {
        for (;;) text += new TextDecoder().decode((await reader.read()).value)
      })().catch((error) => error)
      same([isSigningError(error), error.code], [true, 'ERR_INVALID_KEY'])
      equal((await failed).code, 'ERR_INVALID_KEY')
      equal(first.startsWith(text) && text.length > 130_000, true)
      equal((await streamed([new Uint8Array([0xff])], options).catch((error) => error)).code, 'ERR_INVALID_PLAYLIST')
      const endless = /** @type {TransformStream} */ (presignPlaylist(options))
      endless.writable
        .getWriter()
        .write(bytes(`#EXTM3U\n#${'a'.repeat(70_000)}`))
        .catch(() => {})
      equal((await readAll(endless.readable).catch((error) => error)).code, 'ERR_TOO_LARGE')
      const cut = [bytes('#EXTM3U\n#'), new Uint8Array([0xc3])]
      equal((await streamed(cut, options).catch((error) => error)).code, 'ERR_INVALID_PLAYLIST')
    },
  ],
  [
    'hls: nothing outside of the grant is presigned',
    () => {
      const grant = { bucket: 'media', prefix: 'films/42/', operations: ['GetObject'] }
      const within = { ...options, presigner: new Presigner({ ...place, grant }) }
      for (const uri of ['../41/a.ts', '/a.ts', '%2e%2e/a.ts', '..', '/films/4', './../42/../41/a.ts', '../42%2f..'])
        throws(() => presignPlaylistText(`#EXTM3U\n${uri}`, within), uri.includes('%2f') ? KEY : 'ERR_NOT_GRANTED')
      equal(presignPlaylistText('#EXTM3U\n../42/a.ts', within), `#EXTM3U\n${urlOf('films/42/a.ts')}`)
    },
  ],
  [
    'hls: one date for all of a playlist',
    async () => {
      const { signingDate: _, ...now } = options
      const dates = /** @type {Date[]} */ ([])
      const presigner = {
        presignMany: (/** @type {any} */ operation, /** @type {any} */ given) => {
          dates.push(given.signingDate)
          return options.presigner.presignMany(operation, given)
        },
      }
      const names = Array.from({ length: 2500 }, (_, i) => `${i}.ts\n`)
      presignPlaylistText(`#EXTM3U\n${names.join('')}`, { ...now, presigner })
      same([dates.length, new Set(dates).size], [3, 1])
      equal(Math.abs(Date.now() - Number(dates[0])) < 60_000, true)
    },
  ],
  [
    'hls: what is given is of the right type',
    () => {
      const wrong = [undefined, 'a', {}, { key }, { ...options, presigner: {} }, { ...options, key: undefined }]
      for (const given of [...wrong, { ...options, playlists: 'presign' }]) {
        throws(() => presignPlaylist(/** @type {any} */ (given)), TYPE)
        throws(() => presignPlaylistText('#EXTM3U\n', /** @type {any} */ (given)), TYPE)
      }
      throws(() => presignPlaylistText(/** @type {any} */ (bytes(media)), options), TYPE)
      throws(() => presignPlaylistText('#EXTM3U\na.ts', /** @type {any} */ ({ ...options, typo: 1 })), TYPE)
      throws(() => presignPlaylistText('#EXTM3U\na.ts', /** @type {any} */ ({ ...options, signingDate: null })), TYPE)
      throws(() => presignPlaylist({ ...options, key: '\ud800' }), KEY)
      // What is no line's fault names none.
      const short = { ...options, expiresIn: 0 }
      const { message } = throws(() => presignPlaylistText('#EXTM3U\na.ts', short), 'ERR_INVALID_EXPIRES_IN')
      equal(message.startsWith('expiresIn'), true)
    },
  ],
  [
    'hls: a stream of texts is none of bytes',
    async () => {
      const error = await streamed([/** @type {any} */ (media)], options).catch((error) => error)
      same([error instanceof TypeError, error.code], [true, TYPE])
    },
  ],
]

const TYPE = 'ERR_INVALID_ARG_TYPE'
const KEY = 'ERR_INVALID_KEY'
