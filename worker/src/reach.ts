// What a request reaches, for the deny list.

import type { Reach } from './deny-list.ts'

export type Options = Record<string, unknown>

/** The keys that are named, and what begins with the prefix of a list; all of the bucket, where keys stand in the body. */
export function reachOf(operation: string, { key, copySource, prefix }: Options): Reach {
  const keys = [key, (copySource as Options | undefined)?.key].filter((one) => typeof one === 'string')
  if (!LISTS.includes(operation)) return { keys }
  return { keys, prefix: typeof prefix === 'string' && operation !== 'DeleteObjects' ? prefix : '' }
}

const LISTS = ['ListObjectsV2', 'ListMultipartUploads', 'DeleteObjects']
