// How bytes from a bucket may be shown: whoever filled it decides what they are, so nothing of them is run.

export type Shown =
  | { kind: 'image' | 'video' | 'audio'; blob: Blob }
  | { kind: 'text'; text: string; isCut: boolean }
  | { kind: 'bytes'; text: string; isCut: boolean }
  | { kind: 'nothing' }

/** No SVG and no HTML: they can hold scripts, and are shown as text. */
const MEDIA = /^(image\/(?:png|jpeg|gif|webp|avif|bmp)|(?:video|audio)\/(?:mp4|webm|ogg|mpeg|wav))$/
const TEXT = /^(text\/|application\/(json|xml|javascript|yaml|vnd\.apple\.mpegurl)|image\/svg\+xml|.*\+(json|xml)$)/
const MOST_TEXT = 100_000
const MOST_BYTES = 512

export async function shownAs(body: Blob, contentType: string): Promise<Shown> {
  const type = contentType.split(';')[0]!.trim().toLowerCase()
  if (body.size === 0) return { kind: 'nothing' }
  // A type of our own choosing, not the bucket's.
  if (MEDIA.test(type)) return { kind: type.split('/')[0] as 'image', blob: body.slice(0, body.size, type) }
  if (TEXT.test(type))
    return { kind: 'text', text: await body.slice(0, MOST_TEXT).text(), isCut: body.size > MOST_TEXT }
  const bytes = new Uint8Array(await body.slice(0, MOST_BYTES).arrayBuffer())
  return { kind: 'bytes', text: dump(bytes), isCut: body.size > MOST_BYTES }
}

/** Sixteen bytes a line: where, in hexadecimal, in ASCII. */
export function dump(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const row = Array.from(bytes.subarray(at, at + 16))
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const ascii = row.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex.padEnd(47)}  ${ascii}`)
  }
  return lines.join('\n')
}
