// A WebAssembly module and its one instance, linked by hand, so that each entry only has to say where it comes from.

import { SigningError } from './errors.js'
import { readReply, written } from './wire.js'

/**
 * The instance of one module. What wasm-bindgen writes to call it would be three times as long, and frees what is put back.
 *
 * @param {'sign' | 'presign' | 'verify'} entry what it exports
 */
export function linked(entry) {
  /** @type {(() => WebAssembly.Module) | undefined} */
  let loadModule
  /** @type {any} the exports of the instance that the next call uses */
  let kept
  /** @type {Uint8Array} the memory before the first call */
  let fresh

  /** @returns {any} */
  function instantiate() {
    if (loadModule === undefined) {
      throw new SigningError('ERR_WASM_NOT_READY', 'call initialize(module) first')
    }
    const { exports } = new WebAssembly.Instance(loadModule())
    if (!(entry in exports))
      throw new SigningError('ERR_WASM_NOT_READY', `initialize: not the module that can ${entry}`)
    fresh = memoryOf(exports).slice()
    return exports
  }

  /**
   * Only an instance whose memory was put back is used again: what fails, be it for want of stack, costs it.
   *
   * @param {Uint8Array} input
   */
  function run(input) {
    const own = kept ?? instantiate()
    kept = undefined
    try {
      const at = own.__wbindgen_malloc(input.length, 1)
      memoryOf(own).set(input, at)
      const [start, length] = own[entry](at, input.length)
      const reply = memoryOf(own).slice(start, start + length)
      if (restore(own)) kept = own
      return reply
    } catch (cause) {
      memoryOf(own).fill(0)
      throw new SigningError('ERR_INTERNAL', 'the module failed, and starts anew', { cause })
    }
  }

  /**
   * Puts the memory back to what it was before the first call: no secret is left, and the module, which never frees, has an
   * empty heap. It cannot be made smaller again: an instance whose memory has grown large is thrown away.
   *
   * @param {any} exports
   */
  function restore(exports) {
    const bytes = memoryOf(exports)
    const isSmall = bytes.length <= KEPT
    if (isSmall) bytes.set(fresh)
    bytes.fill(0, isSmall ? fresh.length : 0)
    return isSmall
  }

  return {
    /**
     * Says where the module comes from. It is instantiated by the first call, not at import.
     *
     * @param {() => WebAssembly.Module} load
     */
    setModule(load) {
      loadModule = load
      kept = undefined
    },

    /** The exports of the running instance: for tests that look into its memory. */
    wasmExports: () => kept,

    /**
     * Makes one call. An instance that traps is thrown away, with what it had in memory; the next call gets a new one.
     *
     * @param {number} purpose
     * @param {import('./wire.js').Value[]} values
     */
    call: (purpose, values) => readReply(written([purpose, ...values], run)),
  }
}

/** @param {any} exports */
const memoryOf = ({ memory }) => new Uint8Array(memory.buffer)

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
