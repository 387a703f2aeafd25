// Conditional requests: https://www.rfc-editor.org/rfc/rfc9110#section-13. R2 could check reads by itself (`onlyIf`), but
// does not say which condition failed, and to its simulator an object that is just as old as If-Unmodified-Since is newer. Writes
// are checked by R2: nobody else can do it in one step.

import { parseHttpDate } from './date.ts'
import { invalidArgument } from './errors.ts'

/** 412 or 304 if the object is not to be read, in the order of RFC 9110: an ETag outweighs a date. */
export function refusedBy(headers: Headers, object: R2Object): 304 | 412 | undefined {
  const [ifMatch, ifNoneMatch] = [headers.get('if-match'), headers.get('if-none-match')]
  const isHeld =
    ifMatch === null ? !isNewer(object, headers.get('if-unmodified-since'), false) : names(ifMatch, object, 'strong')
  if (!isHeld) return 412
  const isKnown =
    ifNoneMatch === null ? !isNewer(object, headers.get('if-modified-since'), true) : names(ifNoneMatch, object, 'weak')
  return isKnown ? 304 : undefined
}

/** Whether the object is still the one of which the client has a part. A date is no proof: it may have changed twice in a second. */
export const isStillThat = (ifRange: string | null, object: R2Object) => ifRange === null || ifRange === object.httpEtag

/** Milliseconds, in the whole seconds that Last-Modified has. */
export const lastModified = ({ uploaded }: R2Object) => Math.floor(uploaded.getTime() / 1000) * 1000

/** Whether it was stored after a date; `otherwise` where there is no date to compare with. */
function isNewer(object: R2Object, date: string | null, otherwise: boolean): boolean {
  const time = parseHttpDate(date)
  return Number.isNaN(time) ? otherwise : lastModified(object) > time
}

function names(list: string, object: R2Object, comparison: 'strong' | 'weak'): boolean {
  if (list === '*') return true
  return tagsOf(list).some((tag) => (comparison === 'weak' ? tag.replace(/^W\//, '') : tag) === object.httpEtag)
}

/** Some clients leave the quotes away. */
const TAG = /(?:W\/)?"[^"]*"|[^\s,"*]+/g

const tagsOf = (list: string) => (list.match(TAG) ?? []).map((tag) => (tag.endsWith('"') ? tag : `"${tag}"`))

/** For R2, which reads lists from headers only. */
export function writeConditions(headers: Headers): Headers {
  const conditions = new Headers()
  for (const name of ['if-match', 'if-none-match']) {
    const list = headers.get(name)
    if (list !== null) conditions.set(name, list === '*' ? list : checkedTags(name, list))
  }
  return conditions
}

/** On what is no list R2 fails, as if it were its own fault. */
function checkedTags(name: string, list: string): string {
  const tags = tagsOf(list)
  if (tags.length === 0 || /[^\s,]/.test(list.replaceAll(TAG, '')))
    throw invalidArgument(`${name}: expected ETags or *`)
  return tags.join(', ')
}
