// What was measured, as Markdown.

import { cpus, loadavg } from 'node:os'

/** @typedef {import('./libraries.mjs').Library} Library */

/**
 * @param {Map<Library, import('./rounds.mjs').Times>} times
 * @param {Library[]} ours what all are compared with
 */
export function table(times, ours) {
  const ratios = ours.map(({ name }) => `÷ ${name}`)
  const head = ['', 'µs a URL', ...ratios, 'µs with a token', ...ratios, 'first call, ms', 'and import, ms']
  const rows = [...times].map(([library, { plain, token, load, sign }]) => [
    library.name,
    ...[spread(plain), ...ours.map((our) => ratio(plain, times.get(our).plain))],
    ...(library.noTokens
      ? ['knows none', ...ours.map(() => '')]
      : [spread(token), ...ours.map((our) => ratio(token, times.get(our).token))]),
    ...[spread(sign), spread(load)],
  ])
  return markdown([head, ...rows])
}

/** @param {ReturnType<typeof import('./native.mjs').measureNative>['rows']} rows */
export function nativeTable(rows) {
  const [ours] = rows
  const cellsOf = (row, of) =>
    row[of] ? [spread(row[of].map((time) => time / 1000)), written(median(row[of]) / median(ours[of]))] : ['', '']
  const cells = rows.map((row) => [row.name, ...cellsOf(row, 'one'), ...cellsOf(row, 'many')])
  return markdown([['', 'µs, one URL', `÷ ${ours.name}`, 'µs, each of 10,000', `÷ ${ours.name}`], ...cells])
}

/**
 * What of the time of a URL is SHA-256, without which there is none.
 *
 * @param {ReturnType<typeof import('./blocks.mjs').blocksOf>[]} blocks of each URL
 * @param {number[]} block nanoseconds of one
 * @param {number[]} times microseconds of a URL
 */
export function limit(blocks, block, times) {
  const [key, request, signature] = ['key', 'request', 'signature'].map(
    (part) => blocks.reduce((sum, of) => sum + of[part], 0) / blocks.length,
  )
  const all = key + request + signature
  const least = (all * median(block)) / 1000
  const parts = `${key} for the signing key, ${written(request)} for the canonical request, ${signature} for the signature`
  const share = Math.round((100 * least) / median(times))
  return `${written(all)} blocks a URL (${parts}) take ${written(least)} µs, ${share} % of \`presign\``
}

/**
 * The same of `presignMany`, which hashes only what differs from one URL to the next, and four URLs side by side.
 *
 * @param {ReturnType<typeof import('./blocks.mjs').blocksOf>[]} blocks of each URL
 * @param {number[]} block nanoseconds of one, by itself
 * @param {number[]} times microseconds of a URL
 */
export function limitOfMany(blocks, block, times) {
  const all = blocks.reduce((sum, { request, signature }) => sum + request + signature - SHARED, 0) / blocks.length
  const alone = written((all * median(block)) / 1000)
  return `${written(all)} of them are no other URL's; one after another they would take ${alone} µs, and \`presignMany\` takes ${written(median(times))}`
}

/** Blocks of a signature that are the same for all URLs of a day: HMAC's two of the key, and the first of the string to sign. */
const SHARED = 3

/**
 * What whole requests take that are answered with as many URLs.
 *
 * @param {Awaited<ReturnType<typeof import('./requests.mjs').measureRequests>>} times
 * @param {number} count
 */
export function requests({ playlist, stored, urls }, count) {
  const all = count.toLocaleString('en')
  const both = ({ first, later }) => `${spread(later)} ms of CPU, and ${spread(first)} in a new isolate`
  return [
    `A request whose answer is a playlist of ${all} segments, presigned on its way through, takes ${both(playlist)}`,
    `the same playlist as it is takes ${both(stored)}`,
    `one whose answer is ${all} URLs of \`presignMany\` takes ${both(urls)}.`,
  ].join('; ')
}

/** @param {string[][]} rows the first of which is the head */
function markdown([head, ...rows]) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

/** The median, and from the least to the most. */
export function spread(values) {
  return `${written(median(values))} (${written(Math.min(...values))} to ${written(Math.max(...values))})`
}

/** The median of what each round says. */
const ratio = (values, others) => written(median(values.map((value, round) => value / others[round])))

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted.length - 1, sorted.length].map((twice) => sorted[Math.floor(twice / 2)])
  return (low + high) / 2
}

/** Three digits, as far as they are behind the point. */
function written(value) {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.max(1, Math.abs(value)))))
  return value.toFixed(decimals)
}

/** Of what this is measured on. */
export function machine() {
  const all = cpus()
  return `${all[0].model.trim()}, ${all.length} cores, ${process.platform}, load ${loadavg()[0].toFixed(1)} before`
}
