/** The module, where `.wasm` files are imported as modules: in Cloudflare Workers. Elsewhere it is a file to find. */
declare const module: WebAssembly.Module
export default module
