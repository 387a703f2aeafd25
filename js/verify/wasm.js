// The module of those who verify.

import { __wbg_set_wasm, call as callModule } from '../../wasm/verify/verify_bg.js'
import { imports } from '../../wasm/verify/imports.js'
import { linked } from '../module.js'

export const { setModule, wasmExports, call } = linked(__wbg_set_wasm, callModule, imports)
