/**
 * Brings the module, `edgesign/verify.wasm`, before anything is verified; until then verifying throws
 * `ERR_WASM_NOT_READY`.
 */
export function initialize(module: WebAssembly.Module): void

export * from '../index.js'
