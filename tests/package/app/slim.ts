// The entries that need `WebAssembly`, which the DOM's types or a runtime's declare.

import { initialize, presign, type Presigned } from 'edgesign/slim'
import type module from 'edgesign/edgesign.wasm'

const bring: (module: WebAssembly.Module) => void = initialize
export const fromWasm = (imported: typeof module): void => bring(imported)

export function signed(): Presigned {
  return presign('HeadBucket', { region: 'eu-west-1', bucket: 'media' })
}

// @ts-expect-error -- no module
export const wrong = (): void => initialize()
