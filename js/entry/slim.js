// For libraries and unusual loaders: the caller brings the module.

import { setModule } from '../wasm.js'

/**
 * Brings the module, `edgesign/edgesign.wasm`, before anything is signed.
 *
 * @param {WebAssembly.Module} module
 */
export function initialize(module) {
  setModule(() => module)
}

export * from '../index.js'
