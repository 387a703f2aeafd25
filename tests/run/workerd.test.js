// The contract and the end-to-end suite in workerd, the runtime of Cloudflare Workers.

import { env } from 'cloudflare:test'
import { expect, test } from 'vitest'
import module from '../../wasm/edgesign_bg.wasm'
import { contract } from '../contract.js'
import { endToEnd } from '../e2e.js'

test('this is workerd, where the module is imported', () => {
  expect(navigator.userAgent).toBe('Cloudflare-Workers')
  expect(module).toBeInstanceOf(WebAssembly.Module)
  expect(() => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))).toThrow(/disallowed/)
})

for (const [name, run] of contract) test(name, run)
for (const [name, run] of endToEnd({ s3: env.EDGESIGN_S3, control: env.EDGESIGN_CONTROL })) test(`server: ${name}`, run)
