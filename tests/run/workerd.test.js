// The contract and the end-to-end suite in workerd, the runtime of Cloudflare Workers.

import { env } from 'cloudflare:test'
import { randomKey } from 'edgesign'
import { expect, test } from 'vitest'
import module from '../../wasm/edgesign_bg.wasm'
import { contract } from '../contract.js'
import { credentialsAt } from '../credentials.js'
import { endToEnd } from '../e2e.js'
import { formsAt } from '../e2e-forms.js'
import { otherContracts } from '../others.js'

test('this is workerd, where the module is imported', () => {
  expect(navigator.userAgent).toBe('Cloudflare-Workers')
  expect(module).toBeInstanceOf(WebAssembly.Module)
  const [loaded, ...others] = instantiated()
  expect(loaded).toBe(module) // the same object: only js/entry/workerd.js imports it
  expect(others).toHaveLength(0)
  expect(() => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))).toThrow(/disallowed/)
})

/** The modules that the first call makes an instance of. */
function instantiated() {
  const { Instance } = WebAssembly
  const modules = []
  WebAssembly.Instance = function (module, imports) {
    modules.push(module)
    return new Instance(module, imports)
  }
  try {
    randomKey('')
  } finally {
    WebAssembly.Instance = Instance
  }
  return modules
}

const server = { s3: env.EDGESIGN_S3, control: env.EDGESIGN_CONTROL }
for (const [name, run] of [...contract, ...otherContracts]) test(name, run)
const atServer = [...endToEnd(server), ...formsAt(server), ...credentialsAt(server)]
for (const [name, run] of atServer) test(`server: ${name}`, run)
