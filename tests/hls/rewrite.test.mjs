// Playlists in and out, after the examples of RFC 8216, section 8, and of draft-pantos-hls-rfc8216bis-20, and properties of any
// other. A presigner that signs nothing shows which keys were asked for.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSigningError } from 'edgesign'
import { inspect } from 'edgesign/debug'
import { presignPlaylist, presignPlaylistText } from 'edgesign/hls'
import { Presigner } from 'edgesign/many'

const cases = new URL('cases/', import.meta.url)
const read = (name) => readFileSync(new URL(`${name}.m3u8`, cases), 'utf8')
const names = readdirSync(cases).map((name) => name.replace(/\.m3u8$/, ''))
const key = 'films/42/index.m3u8'
const presigner = { presignMany: (_, { keys }) => ({ urls: keys.map((key) => `<${key}>`) }) }

for (const name of names.filter((name) => !name.includes('.'))) {
  test(`${name}: its objects are presigned`, () => {
    const [text, expected] = [read(name), read(`${name}.expected`)]
    assert.notEqual(text, expected)
    assert.equal(presignPlaylistText(text, { presigner, key }), expected)
    const crlf = (text) => text.replaceAll('\n', '\r\n')
    assert.equal(presignPlaylistText(crlf(text), { presigner, key }), crlf(expected))
  })
}

for (const name of ['low-latency', 'master']) {
  test(`${name}: the playlists that it names are linked to`, () => {
    const playlists = (key) => `[${key}]`
    assert.equal(presignPlaylistText(read(name), { presigner, key, playlists }), read(`${name}.linked`))
  })
}

test('a playlist at the root of the bucket', () => {
  const text = '#EXTM3U\na.ts\n./b.ts\n/c.ts\nd/../e.ts\n'
  const expected = '#EXTM3U\n<a.ts>\n<b.ts>\n<c.ts>\n<e.ts>\n'
  assert.equal(presignPlaylistText(text, { presigner, key: 'index.m3u8' }), expected)
  assert.throws(() => presignPlaylistText('#EXTM3U\n../a.ts', { presigner, key: 'index.m3u8' }), {
    code: 'ERR_INVALID_KEY',
  })
})

test('whatever ends a line stays', () => {
  const written = (text) => presignPlaylistText(text, { presigner, key })
  assert.equal(written('#EXTM3U'), '#EXTM3U')
  assert.equal(written('#EXTM3U\r\r\na.ts\r\r\nb.ts'), '#EXTM3U\r\r\n<films/42/a.ts>\r\r\n<films/42/b.ts>')
})

test('each key is presigned once', () => {
  const asked = []
  const counting = { presignMany: (_, { keys }) => ({ urls: keys.map((key) => asked.push(key) && `<${key}>`) }) }
  assert.equal(presignPlaylistText(read('byte-ranges'), { presigner: counting, key }), read('byte-ranges.expected'))
  assert.equal(new Set(asked).size, asked.length)
})

test('where there is nothing to presign, nothing is asked', () => {
  const text = '#EXTM3U\nhttps://elsewhere.example/a.ts\n'
  const presignMany = () => assert.fail('asked')
  assert.equal(presignPlaylistText(text, { presigner: { presignMany }, key }), text)
})

test('hostile input takes no more time than other', () => {
  const long = 65_000
  const lines = [
    ' '.repeat(long),
    `a${' '.repeat(long)}b`,
    `#EXT-X-MAP:A=${' '.repeat(long)}"`,
    `#EXT-X-MAP:${' '.repeat(long)}x`,
    `#EXT-X-MAP:A${' '.repeat(long)}x`,
    `#EXT-X-MAP:A="x"${' '.repeat(long)}y`,
    `a${'/..'.repeat(long / 3)}`,
  ]
  const more = [
    '{$'.repeat(long / 2),
    `#EXT-X-MAP:${'A=B,'.repeat(long / 4)}`,
    'a/'.repeat(long / 2),
    '\r'.repeat(long),
    '%2e/'.repeat(long / 4),
  ]
  for (const line of [...lines, ...more]) {
    const start = process.cpuUsage()
    try {
      presignPlaylistText(`#EXTM3U\n${line}\n`, { presigner, key })
    } catch (error) {
      assert.ok(isSigningError(error), error.stack)
    }
    assert.ok(process.cpuUsage(start).user < 500_000, JSON.stringify(line.slice(0, 30)))
  }
})

test('no more is held back than a batch', async () => {
  // URLs as long as their URIs: as much goes out as comes in.
  const asked = []
  const presignMany = (_, { keys }) => ({
    urls: keys.map((key) => key.slice('films/42/'.length)),
    count: asked.push(keys.length),
  })
  const names = (from) => Array.from({ length: 1000 }, (_, i) => `${from + i}.ts\n`).join('')
  const chunks = ['#EXTM3U\n', ...Array.from({ length: 100 }, (_, i) => names(1000 * i)), '#\n'.repeat(1_000_000)]
  const pieces = new TextEncoder().encode(chunks.join(''))
  let [sent, received, most] = [0, 0, 0]
  const pull = (controller) => {
    most = Math.max(most, sent - received)
    if (sent === pieces.length) return controller.close()
    controller.enqueue(pieces.subarray(sent, sent + 4096))
    sent = Math.min(sent + 4096, pieces.length)
  }
  const source = new ReadableStream({ pull }, { highWaterMark: 0 })
  const written = source.pipeThrough(presignPlaylist({ presigner: { presignMany }, key }))
  for await (const piece of written) received += piece.length
  assert.equal(received, pieces.length)
  assert.ok(most < 200_000, `${most} bytes`)
  assert.ok(asked.length > 90 && Math.max(...asked) <= 1024, `${asked}`)
})

test('long URIs make small batches', () => {
  const asked = []
  const presignMany = (_, { keys }) => ({ urls: keys, count: asked.push(keys.length) })
  const uris = Array.from({ length: 1000 }, (_, i) => `${i}-${'a'.repeat(1000)}\n`)
  presignPlaylistText(`#EXTM3U\n${uris.join('')}`, { presigner: { presignMany }, key })
  assert.ok(Math.max(...asked) < 140, `${asked}`)
})

test('no piece is empty, not even the last one behind a whole batch', async () => {
  const text = `#EXTM3U\n${Array.from({ length: 1024 }, (_, i) => `${i}.ts\n`).join('')}`
  const lengths = []
  const written = new Blob([text]).stream().pipeThrough(presignPlaylist({ presigner, key }))
  for await (const { length } of written) lengths.push(length)
  assert.ok(lengths.length > 0 && lengths.every((length) => length > 0), `${lengths}`)
})

/** Lines of all kinds, and pieces of them. */
const line = fc.oneof(
  fc.constantFrom(...names.flatMap((name) => read(name).split('\n'))),
  fc.constantFrom('#EXT-X-DEFINE:NAME="v",VALUE="a/b"', '{$v}.ts', '#EXT-X-MAP:URI="{$v}/init.mp4"', '#', '', ' '),
  fc.string({ unit: 'grapheme' }).map((text) => `#${text.replace(/[\r\n]/g, '')}`),
)
const playlist = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 40 })
  .map((lines) => `#EXTM3U\n${lines.flat().join('')}`)

/** What comes of it: a text, or the code of an error. */
const outcome = (run) => {
  try {
    return run()
  } catch (error) {
    if (!isSigningError(error)) throw error
    return error.code
  }
}

async function streamed(bytes, cuts, options) {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1))), bytes.length].sort((a, b) => a - b)
  const pieces = ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end))
  const source = new ReadableStream({
    pull: (controller) => (pieces.length > 0 ? controller.enqueue(pieces.shift()) : controller.close()),
  })
  const written = await new Response(source.pipeThrough(presignPlaylist(options))).arrayBuffer()
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(written)
}

test('however a playlist is cut, the same comes out', async () => {
  const property = fc.asyncProperty(playlist, fc.boolean(), fc.array(fc.nat()), async (text, hasMark, cuts) => {
    const marked = hasMark ? `\uFEFF${text}` : text
    const expected = outcome(() => presignPlaylistText(marked, { presigner, key }))
    const actual = await streamed(new TextEncoder().encode(marked), cuts, { presigner, key }).catch(
      (error) => error.code,
    )
    assert.equal(actual, expected)
  })
  await fc.assert(property, { numRuns: 300 })
})

test('what is no URI is equal to the byte', () => {
  const marked = { presignMany: (_, { keys }) => ({ urls: keys.map(() => '\u0001') }) }
  const isLine = (text) => !/^EXT-X-|[\r\n]/.test(text)
  const other = fc.oneof(fc.string({ unit: 'binary' }).filter(isLine), fc.constantFrom('EXTINF:4,URI="a"', 'EXT', ''))
  const property = fc.property(fc.array(other, { maxLength: 20 }), (lines) => {
    const text = ['EXTM3U', ...lines].map((line) => `#${line}\na.ts\n`).join('')
    assert.equal(presignPlaylistText(text, { presigner: marked, key }), text.replaceAll('\na.ts\n', '\n\u0001\n'))
  })
  fc.assert(property, { numRuns: 300 })
})

test('no URI leads out of the grant', () => {
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }
  const grant = { bucket: 'media', prefix: 'films/42/', operations: ['GetObject'] }
  const granted = new Presigner({ endpoint: 'https://s3.example.com', region: 'auto', credentials, grant })
  const part = fc.constantFrom(
    ...[
      '..',
      '%2e%2e',
      '.%2E',
      '..%2f',
      '%2F',
      '%5c',
      '\\',
      '/',
      '//',
      '.',
      'films',
      '42',
      '41',
      'other',
      'a.ts',
      '%00',
    ],
    ...[
      '\0',
      '\t',
      '%0a',
      ' ',
      '%20',
      '%25',
      '%252e',
      '?',
      '#',
      '@',
      ':',
      ';',
      '{$v}',
      'ü',
      '%C0%AE',
      '\u202e',
      '..\\',
    ],
    'long'.repeat(300),
  )
  let signed = 0
  const property = fc.property(
    fc.array(part, { minLength: 1, maxLength: 12 }),
    fc.constantFrom('', '/'),
    (parts, between) => {
      const uri = parts.join(between)
      const text = outcome(() => presignPlaylistText(`#EXTM3U\n${uri}\n`, { presigner: granted, key }))
      if (text.startsWith('ERR_') || text === `#EXTM3U\n${uri}\n`) return
      const written = text.slice('#EXTM3U\n'.length).trim()
      const { bucket, key: asked } = inspect(written)
      signed++
      assert.deepEqual([bucket, asked.startsWith('films/42/')], ['media', true])
      // As a client sends it.
      assert.ok(new URL(written).href === written && written.startsWith('https://s3.example.com/media/films/42/'))
    },
  )
  fc.assert(property, { numRuns: 3000 })
  assert.ok(signed > 100, `${signed}`)
})
