// For libraries and unusual loaders: the caller brings the module.

import { argTypeError } from '../../errors.js'
import { kindOf } from '../../values.js'
import { setModule } from '../wasm.js'

/**
 * Brings the module, `edgesign/many.wasm`, before anything is signed.
 *
 * @param {WebAssembly.Module} module
 */
export function initialize(module) {
  if (kindOf(module) !== 'WebAssembly.Module') throw argTypeError('module', 'a WebAssembly.Module')
  setModule(() => module)
}

export * from '../index.js'
