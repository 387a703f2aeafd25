// Node, Bun, Deno, browsers and bundlers: the module comes inside a JavaScript file, so that nothing has to be found,
// fetched or awaited.

import { base64 } from '../../wasm/inline.js'
import { setModule } from '../wasm.js'

/** @type {WebAssembly.Module | undefined} */
let module

setModule(() => (module ??= new WebAssembly.Module(Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)))))

export * from '../index.js'
