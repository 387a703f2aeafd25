// The one instance of the module, linked by hand, so that each entry only has to say where the module comes from.

import { __wbg_set_wasm, call as callModule } from '../wasm/edgesign_bg.js'
import { imports } from '../wasm/imports.js'
import { SigningError } from './errors.js'
import { readReply, written } from './wire.js'

/** @type {(() => WebAssembly.Module) | undefined} */
let loadModule
/** @type {any} */
let exports
/** @type {Uint8Array} the memory before the first call */
let fresh

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
    const reply = callModule(input)
    restore()
    return reply
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
  fresh = new Uint8Array(linked.memory.buffer).slice()
  return linked
}

/**
 * Puts the memory back to what it was before the first call: no secret is left, and the module, which never frees, has an
 * empty heap. It cannot be made smaller again: an instance whose memory has grown large is thrown away.
 */
function restore() {
  const memory = new Uint8Array(exports.memory.buffer)
  if (memory.length > KEPT) return discard()
  memory.set(fresh)
  memory.fill(0, fresh.length)
}

/** Wipes the memory of an instance, and detaches it, which is what tells the glue to look for the next one's. */
function discard() {
  new Uint8Array(exports.memory.buffer).fill(0)
  exports.memory.grow(0)
  exports = undefined
}

/** Bytes. */
const KEPT = 1024 * 1024
