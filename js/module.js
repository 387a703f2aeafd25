// A WebAssembly module and its one instance, linked by hand, so that each entry only has to say where it comes from.

import { SigningError } from './errors.js'
import { readReply, written } from './wire.js'

/**
 * The instance of one module.
 *
 * @param {(exports: WebAssembly.Exports) => void} setExports tells the glue
 * @param {(input: Uint8Array) => Uint8Array} callModule the glue's
 * @param {WebAssembly.Imports} imports
 */
export function linked(setExports, callModule, imports) {
  /** @type {(() => WebAssembly.Module) | undefined} */
  let loadModule
  /** @type {any} */
  let exports

  function instantiate() {
    if (loadModule === undefined) {
      throw new SigningError('ERR_WASM_NOT_READY', 'call initialize(module) first')
    }
    const instance = new WebAssembly.Instance(loadModule(), imports)
    const linked = /** @type {any} */ (instance.exports)
    setExports(linked)
    linked.__wbindgen_start()
    return linked
  }

  /** @param {Uint8Array} input */
  function run(input) {
    exports ??= instantiate()
    try {
      return callModule(input)
    } catch (cause) {
      // Its memory is wiped, and detached, which is what tells the glue to look for the next one's.
      new Uint8Array(exports.memory.buffer).fill(0)
      exports.memory.grow(0)
      exports = undefined
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
     * @param {() => void} write
     */
    call: (purpose, write) => readReply(written(purpose, write, run)),
  }
}

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
