// What the cases ask for.

import { presign } from 'edgesign'
import { exchange } from './wire.mjs'

/** @typedef {{ s3: string, region: string, credentials: any }} Server with the bucket `e2e` */
/** @typedef {[name: string, cause: string, fail: () => Promise<object>]} Case what fails, and the cause that comes first */

export const KEY = 'dir/a b+c.txt'
export const SLASHES = 'dir//a.txt'

/** @param {Server} server */
export function requests({ s3, region, credentials }) {
  const shared = { endpoint: s3, region, bucket: 'e2e', key: KEY, credentials }
  const get = (more = {}) => presign('GetObject', { ...shared, ...more })
  return {
    shared,
    get,
    put: (more = {}) => presign('PutObject', { ...shared, ...more }),
    /** Sends a URL for GET that was changed. */
    got: (change, more) => () => exchange({ url: change(get(more).url) }),
    withCredentials: (fail) => async () => ({ ...(await fail()), credentials }),
  }
}

/** Changes a text, and makes sure that it does. */
export const edited = (pattern, by) => (text) => {
  const result = text.replace(pattern, by)
  if (result === text) throw new Error(`nothing to edit: ${pattern}`)
  return result
}

/** An option of GetObject. */
export const named = (name) => ({ response: { contentDisposition: `attachment; filename="${name}"` } })

/** Puts the objects there that the cases ask for. @param {Server} server */
export async function prepare(server) {
  for (const key of [KEY, SLASHES]) {
    const { status, body } = await exchange({ ...requests(server).put({ key }), body: 'kept' })
    if (status !== 200) throw new Error(`${status} ${body}`)
  }
}
