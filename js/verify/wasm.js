// The module of those who verify.

import { linked } from '../module.js'

export const { setModule, wasmExports, call } = linked('verify')
