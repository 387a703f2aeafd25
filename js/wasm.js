// The module of those who sign.

import { linked } from './module.js'

export const { setModule, wasmExports, call } = linked('sign')
