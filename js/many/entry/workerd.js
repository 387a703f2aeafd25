// Cloudflare Workers: bytes cannot be compiled there, a module is imported.

import module from '../../../wasm/many/many_bg.wasm'
import { setModule } from '../wasm.js'

setModule(() => module)

export * from '../index.js'
