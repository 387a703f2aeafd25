// A WebAssembly module and its one instance, linked by hand, so that each entry only has to say where it comes from.

import { SigningError } from './errors.js'
import { readReply, written } from './wire.js'

/** The instance of one module. What wasm-bindgen writes to call it would be three times as long, and frees what is put back. */
export function linked() {
  /** @type {(() => WebAssembly.Module) | undefined} */
  let loadModule
  /** @type {any} */
  let exports
  /** @type {Uint8Array} the memory before the first call */
  let fresh

  const memory = () => new Uint8Array(exports.memory.buffer)

  function instantiate() {
    if (loadModule === undefined) {
      throw new SigningError('ERR_WASM_NOT_READY', 'call initialize(module) first')
    }
    exports = new WebAssembly.Instance(loadModule()).exports
    fresh = memory().slice()
  }

  /** @param {Uint8Array} input */
  function run(input) {
    if (exports === undefined) instantiate()
    try {
      const at = exports.__wbindgen_malloc(input.length, 1)
      memory().set(input, at)
      const [start, length] = exports.call(at, input.length)
      const reply = memory().slice(start, start + length)
      restore()
      return reply
    } catch (cause) {
      discard()
      throw new SigningError('ERR_INTERNAL', 'the module failed, and starts anew', { cause })
    }
  }

  /**
   * Puts the memory back to what it was before the first call: no secret is left, and the module, which never frees, has an
   * empty heap. It cannot be made smaller again: an instance whose memory has grown large is thrown away.
   */
  function restore() {
    const bytes = memory()
    if (bytes.length > KEPT) return discard()
    bytes.set(fresh)
    bytes.fill(0, fresh.length)
  }

  function discard() {
    memory().fill(0)
    exports = undefined
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
