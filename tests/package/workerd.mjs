// Runs a bundled Worker in workerd.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Miniflare } from 'miniflare'

export const COMPATIBILITY_DATE = '2026-04-01'
/** The Workers, and the entry of the package that each tries. */
export const ENTRIES = { worker: '.', 'worker-slim': './slim' }

/** The Worker's code and, beside it, its modules, which are in no JavaScript: bytes cannot be compiled in workerd. */
export function modules(dir) {
  const files = readdirSync(dir, { recursive: true })
  const [code, ...others] = files.filter((name) => name.endsWith('.js'))
  const wasms = files.filter((name) => name.endsWith('.wasm'))
  assert.deepEqual(others, [])
  assert.notEqual(wasms.length, 0)
  const contents = readFileSync(join(dir, code), 'utf8')
  assert.equal(contents.includes('AGFzbQ'), false, 'the base64 of a module is in the code')
  return [
    { type: 'ESModule', path: code, contents },
    ...wasms.map((path) => ({ type: 'CompiledWasm', path, contents: readFileSync(join(dir, path)) })),
  ]
}

export async function answerOf(modules, compatibilityFlags = []) {
  const worker = new Miniflare({ modules, compatibilityDate: COMPATIBILITY_DATE, compatibilityFlags })
  try {
    return await (await worker.dispatchFetch('http://localhost/')).json()
  } finally {
    await worker.dispose()
  }
}
