// Node, Bun, Deno, browsers and bundlers: see js/entry/inline.js.

import { base64 } from '../../../wasm/many/inline.js'
import { inlined } from '../../module.js'
import { setModule } from '../wasm.js'

setModule(inlined(base64))

export * from '../index.js'
