/**
 * Brings the module, `edgesign/many.wasm`, before anything is signed; until then signing throws
 * `ERR_WASM_NOT_READY`.
 */
export function initialize(module: WebAssembly.Module): void

export * from '../index.js'
