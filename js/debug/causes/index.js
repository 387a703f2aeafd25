// The table of causes: codes are the API, sentences are for people and may change. The page in docs/ is made of it.

import { OF_FORM, OF_OBJECT } from './object.js'
import { OF_SIGNATURE } from './signature.js'
import { OF_SCOPE } from './scope.js'
import { OF_TRANSPORT } from './transport.js'
import { OF_URL } from './url.js'

/** Each group under its heading. */
export const GROUPS = {
  'The signature does not match': OF_SIGNATURE,
  'When, who and where': OF_SCOPE,
  'The URL itself': OF_URL,
  'The object and the permission': OF_OBJECT,
  Forms: OF_FORM,
  'On the way': OF_TRANSPORT,
}

/** What a way to tell names, where there is no case. */
const ANY = {
  key: 'the key',
  bucket: 'the bucket',
  host: 'the host in the URL',
  headers: 'it',
  signer: 'the signer',
  method: 'PUT',
  sent: 'another one',
  length: 'too many',
}

const ALL = Object.values(GROUPS).flatMap((group) => Object.entries(group))
/** @type {Record<string, import('../index.d.ts').Cause>} */
const BY_CODE = Object.fromEntries(ALL)

/**
 * How to tell a cause.
 *
 * @param {string} code
 * @param {{ [name in keyof typeof ANY]?: string | undefined }} [facts] of the case
 */
export const tellOf = (code, facts = {}) =>
  String(BY_CODE[code]?.tell).replace(/\{(\w+)\}/g, (_, name) => {
    const fact = /** @type {keyof typeof ANY} */ (name)
    return facts[fact] || ANY[fact]
  })

/** @type {typeof import('../index.d.ts').CAUSES} */
export const CAUSES = Object.freeze(
  /** @type {any} */ (
    Object.fromEntries(ALL.map(([code, cause]) => [code, Object.freeze({ ...cause, tell: tellOf(code) })]))
  ),
)
