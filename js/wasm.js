// The one instance of the module, linked by hand, so that each entry only has to say where the module comes from.

import { __wbg_set_wasm, call as callModule } from '../wasm/edgesign_bg.js'
import { imports } from '../wasm/imports.js'
import { SigningError } from './errors.js'
import { readReply, written } from './wire.js'

/** @type {(() => WebAssembly.Module) | undefined} */
let loadModule
/** @type {any} */
let exports

/**
 * Says where the module comes from. It is instantiated by the first call, not at import.
 *
 * @param {() => WebAssembly.Module} load
 */
export function setModule(load) {
  loadModule = load
  exports = undefined
}

/** The exports of the running instance: for tests that look into its memory. */
export const wasmExports = () => exports

/**
 * Makes one call. An instance that traps is thrown away, with what it had in memory; the next call gets a new one.
 *
 * @param {number} purpose
 * @param {() => void} write
 */
export function call(purpose, write) {
  return readReply(written(purpose, write, run))
}

/** @param {Uint8Array} input */
function run(input) {
  exports ??= instantiate()
  try {
    return callModule(input)
  } catch (cause) {
    discard()
    throw new SigningError('ERR_INTERNAL', 'the module failed, and starts anew', { cause })
  }
}

function instantiate() {
  if (loadModule === undefined) {
    throw new SigningError('ERR_WASM_NOT_READY', 'call initialize(module) before signing')
  }
  const instance = new WebAssembly.Instance(loadModule(), imports)
  const linked = /** @type {any} */ (instance.exports)
  __wbg_set_wasm(linked)
  linked.__wbindgen_start()
  return linked
}

/** Wipes the memory of a failed instance, and detaches it, which is what tells the glue to look for the next one's. */
function discard() {
  new Uint8Array(exports.memory.buffer).fill(0)
  exports.memory.grow(0)
  exports = undefined
}
