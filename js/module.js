// A WebAssembly module and its one instance, linked by hand, so that each entry only has to say where it comes from.

import { SigningError } from './errors.js'
import { readReply, written } from './wire.js'

/**
 * The instance of one module.
 *
 * @param {(exports: WebAssembly.Exports) => void} setExports tells the glue
 * @param {(input: Uint8Array) => Uint8Array} callModule the glue's
 */
export function linked(setExports, callModule) {
  /** @type {(() => WebAssembly.Module) | undefined} */
  let loadModule
  /** @type {any} */
  let exports
  /** @type {Uint8Array} the memory before the first call */
  let fresh

  function instantiate() {
    if (loadModule === undefined) {
      throw new SigningError('ERR_WASM_NOT_READY', 'call initialize(module) first')
    }
    const instance = new WebAssembly.Instance(loadModule())
    const linked = /** @type {any} */ (instance.exports)
    setExports(linked)
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

  return {
    /**
     * Says where the module comes from. It is instantiated by the first call, not at import.
     *
     * @param {() => WebAssembly.Module} load
     */
    setModule(load) {
      loadModule = load
      exports = undefined
    },

    /** The exports of the running instance: for tests that look into its memory. */
    wasmExports: () => exports,

    /**
     * Makes one call. An instance that traps is thrown away, with what it had in memory; the next call gets a new one.
     *
     * @param {number} purpose
     * @param {import('./wire.js').Value[]} values
     */
    call: (purpose, values) => readReply(written([purpose, ...values], run)),
  }
}

/** Bytes. */
const KEPT = 1024 * 1024

/**
 * Compiles the copy of a module that comes inside a JavaScript file, once.
 *
 * @param {string} base64
 */
export function inlined(base64) {
  /** @type {WebAssembly.Module | undefined} */
  let module
  return () => (module ??= new WebAssembly.Module(Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))))
}
