// The module of those who sign many at a time.

import { linked } from '../module.js'

export const { setModule, wasmExports, call } = linked('presign')
