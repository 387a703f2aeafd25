// What runs inside a runtime: one library, and the work.

import { credentialsOf, keysOf } from './work.js'

/**
 * Gives what signs as many keys as it is told, with or without a session token, and how many milliseconds that took. The
 * client and what it is given are made once.
 *
 * @param {object} library
 * @param {(credentials: object) => (work: any) => string[] | Promise<string[]>} library.make gives what takes the work and gives texts
 * @param {(keys: string[]) => any} [library.workOf] the work, if that is not the keys
 * @param {(texts: string[]) => string[]} [library.urlsOf] the URLs, if those are not the texts
 */
export function programOf({ make, workOf = (keys) => keys, urlsOf = (urls) => urls }) {
  const [clients, works] = [new Map(), new Map()]
  return async ({ token, count, wanted }) => {
    if (count === 0) return {} // what a call takes that makes nothing
    if (!works.has(count)) works.set(count, workOf(keysOf(count)))
    const start = performance.now()
    if (!clients.has(token)) clients.set(token, make(credentialsOf(token)))
    const texts = await clients.get(token)(works.get(count))
    const read = texts.reduce((sum, text) => sum + text.charCodeAt(text.length - 1), 0)
    const time = performance.now() - start
    // Reading a character puts together what engines put together lazily.
    return { time, read, ...(wanted ? { urls: urlsOf(texts) } : {}) }
  }
}
