// The module of those who sign.

import { __wbg_set_wasm, call as callModule } from '../wasm/edgesign_bg.js'
import { imports } from '../wasm/imports.js'
import { linked } from './module.js'

export const { setModule, wasmExports, call } = linked(__wbg_set_wasm, callModule, imports)
