// Ranges of bytes: https://www.rfc-editor.org/rfc/rfc9110#section-14.

/** From `first` to `last`, or the `last` so many bytes if there is no first. */
export interface AskedRange {
  first: number | undefined
  last: number
}

/** Both ends are within. */
export interface ByteRange {
  start: number
  end: number
}

/** None if the header asks for several ranges or makes no sense: then S3 gives the whole object. */
export function askedRange(header: string | null): AskedRange | undefined {
  const [, first = '', last = ''] = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '') ?? []
  if (first === '') return last === '' ? undefined : { first: undefined, last: bounded(last) }
  const range = { first: bounded(first), last: last === '' ? Number.MAX_SAFE_INTEGER : bounded(last) }
  return range.last < range.first ? undefined : range
}

const bounded = (digits: string) => Math.min(Number(digits), Number.MAX_SAFE_INTEGER)

/** Of an object of so many bytes; none if it has none of them. */
export function resolveRange({ first, last }: AskedRange, size: number): ByteRange | undefined {
  const start = first ?? Math.max(size - last, 0)
  const end = first === undefined ? size - 1 : Math.min(last, size - 1)
  return start > end ? undefined : { start, end }
}

/** As R2 takes it. */
export function toR2Range({ first, last }: AskedRange): R2Range {
  if (first === undefined) return { suffix: last }
  return last === Number.MAX_SAFE_INTEGER ? { offset: first } : { offset: first, length: last - first + 1 }
}
