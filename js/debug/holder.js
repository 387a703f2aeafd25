// What whoever holds a URL can do with it, beyond what it was made for.

import { conditionOn } from './form.js'
import { readToken } from './token.js'
import { binds as bindsOf } from './warnings.js'

/** @typedef {Exclude<import('./inspect.js').Read, { problem: string }>} Found */

/** @param {Found} found @returns {string[]} */
export function holderMay(found) {
  const { signature, form, operations } = found
  if (signature.scheme === undefined) return []
  const may = [`use it any number of times until it ends, and pass it on`]
  if (form !== undefined) may.push(...ofForm(found))
  else may.push(...operations.flatMap((operation) => ofOperation(operation, found).map(sayIf(operation, operations))))
  if (readToken(signature.token, found.provider)?.revealsSecret)
    may.push('compute the secret from the token in it, and sign whatever these credentials allow')
  return [...new Set(may)]
}

/** A URL does not say its method: what depends on it is said with an if. @param {string} operation @param {string[]} operations */
const sayIf =
  (operation, { length }) =>
  (/** @type {string} */ may) =>
    length === 1 ? may : `if it is for ${operation}: ${may}`

/** @param {string} operation @param {Found} found */
function ofOperation(operation, found) {
  const { url } = found
  const binds = (/** @type {string} */ name) => bindsOf(found, name)
  /** @type {string[]} */
  const may = []
  if (['PutObject', 'UploadPart', 'CompleteMultipartUpload'].includes(operation)) {
    if (!binds('content-length') && operation !== 'CompleteMultipartUpload')
      may.push('upload up to 5 GB: no length is bound')
    if (!binds('content-type') && operation === 'PutObject')
      may.push('choose the content type, HTML included: none is bound')
    if (!binds('if-none-match') && operation === 'PutObject') may.push('overwrite what is there, again and again')
  }
  if (operation.startsWith('List') && !url.pairs.some(({ name, value }) => name === 'prefix' && value !== ''))
    may.push('see the names of everything in the bucket: no prefix is bound')
  if (operation.startsWith('Delete')) may.push('delete it')
  if (['GetObject', 'HeadObject'].includes(operation) && !binds('versionid'))
    may.push('read whatever is stored under this key later')
  return may
}

/** @param {Found} found */
function ofForm({ form }) {
  const [rule, start] = conditionOn(form?.policy, 'key') ?? []
  const range = conditionOn(form?.policy, 'content-length-range')
  /** @type {string[]} */
  const may = []
  if (rule === 'starts-with') may.push(`store any number of objects whose keys begin with "${start}"`)
  if (range === undefined) may.push('upload up to 5 GB each time: no length is bound')
  if (conditionOn(form?.policy, 'content-type')?.[0] !== 'eq') may.push('choose the content type')
  return may
}
