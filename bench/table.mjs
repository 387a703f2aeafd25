// What was measured, as Markdown.

import { cpus, loadavg } from 'node:os'

/** @typedef {import('./libraries.mjs').Library} Library */

/**
 * @param {Map<Library, import('./rounds.mjs').Times>} times
 * @param {Library[]} ours what all are compared with
 */
export function tableOf(times, ours) {
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

/** @param {string[][]} rows the first of which is the head */
export function markdown([head, ...rows]) {
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
export function written(value) {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.max(1, Math.abs(value)))))
  return value.toFixed(decimals)
}

/** Of what this is measured on. */
export function machine() {
  const all = cpus()
  return `${all[0].model.trim()}, ${all.length} cores, ${process.platform}, load ${loadavg()[0].toFixed(1)} before`
}
