// Forms: what they have to have, as the headers of a request, and what they leave open.

import { argTypeError } from './errors.js'
import { PRESIGN, readPresign } from './options.js'
import { integer, known, record, text } from './values.js'

/** @typedef {import('./values.js').Options} Options */
/** @typedef {import('./values.js').Pairs} Pairs */

const POST = [
  ...PRESIGN.filter((name) => !/^(headers|hoist|query)$/.test(name)),
  ...['contentLengthRange', 'fields', 'startsWith'],
]

/**
 * Reads a form: what crosses, and what may be wider than it was meant to be.
 *
 * @param {unknown} given
 * @param {Options} endpoint as it was read
 * @param {Options[]} grants as they were read
 */
export function readPost(given, endpoint, grants) {
  const { tagging, fields, startsWith, contentLengthRange, ...options } = known(given, POST)
  endpoint.check?.('PostObject', [], [])
  const key = text('key', options.key, 'ERR_INVALID_KEY')
  const [bound, open] = [record('fields', fields), record('startsWith', startsWith)]
  if (tagging !== undefined) bound.push(['tagging', tagSet(tagging)])
  const range = readRange(contentLengthRange)
  return {
    key,
    values: [...readPresign('PutObject', options, endpoint, grants, bound), open.flat(), ...range],
    /** @param {string} url of the bucket */
    warnings: (url) => Object.freeze(warningsOf(key, bound, open, url)),
  }
}

/**
 * @param {any} range
 * @returns {number[]}
 */
function readRange(range) {
  if (range === undefined) return [NaN, NaN]
  if (!Array.isArray(range) || range.length !== 2) throw argTypeError('contentLengthRange', '[least, most]')
  return Array.from(range, (bytes) => Number(integer('contentLengthRange', bytes)))
}

/**
 * Tags as a form has them, in XML.
 *
 * @param {unknown} tags
 */
function tagSet(tags) {
  const escape = (/** @type {string} */ value) => value.replace(/[^\w .:/=+@-]/gu, (c) => `&#${c.codePointAt(0)};`)
  const pairs = record('tagging', tags)
  if (pairs.length > 10) throw argTypeError('tagging', 'at most 10 tags')
  const set = pairs.map((tag) => {
    const [name, value] = tag.map(escape)
    return `<Tag><Key>${name}</Key><Value>${value}</Value></Tag>`
  })
  return `<Tagging><TagSet>${set.join('')}</TagSet></Tagging>`
}

/**
 * @param {string} key
 * @param {Pairs} bound
 * @param {Pairs} open with how the values begin
 * @param {string} url
 * @returns {import('./index.d.ts').PostWarning[]}
 */
function warningsOf(key, bound, open, url) {
  const here = url.replace(/\/?$/, '/')
  const warnings = {
    ANY_KEY: key.startsWith(FILENAME),
    KEY_CHOSEN_BY_SENDER: key.includes(FILENAME),
    ACL_CHOSEN_BY_SENDER: open.some(([name]) => /^acl$/i.test(name)),
    REDIRECT: [...bound, ...open].some(
      ([name, to]) => /^(success_action_)?redirect$/i.test(name) && !to.startsWith(here),
    ),
  }
  return /** @type {(keyof typeof warnings)[]} */ (Object.keys(warnings)).filter((name) => warnings[name])
}

const FILENAME = '${filename}'
