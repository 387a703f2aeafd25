import { start } from './start-slim.js'

start(new URL('edgesign/edgesign.wasm', import.meta.url))
