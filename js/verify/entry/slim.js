// For libraries and unusual loaders: the caller brings the module.

import { setModule } from '../wasm.js'

/**
 * Brings the module, `edgesign/verify.wasm`, before anything is verified.
 *
 * @param {WebAssembly.Module} module
 */
export function initialize(module) {
  setModule(() => module)
}

export * from '../index.js'
