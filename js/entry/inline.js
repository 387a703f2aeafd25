// Node, Bun, Deno, browsers and bundlers: the module comes inside a JavaScript file, so that nothing has to be found,
// fetched or awaited.

import { base64 } from '../../wasm/inline.js'
import { inlined } from '../module.js'
import { setModule } from '../wasm.js'

setModule(inlined(base64))

export * from '../index.js'
