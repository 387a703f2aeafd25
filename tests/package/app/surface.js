// What every entry of the package exports.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import manifest from 'edgesign/package.json' with { type: 'json' }

async function names(specifier) {
  const url = import.meta.resolve(specifier)
  if (url.endsWith('.json')) return Object.keys(await import(specifier, { with: { type: 'json' } }))
  if (!url.endsWith('.wasm')) return Object.keys(await import(specifier))
  // Where it can be imported, it is a module; what is in that is nobody's business but the glue's.
  return Object.keys({ default: new WebAssembly.Module(readFileSync(fileURLToPath(url))) })
}

const surface = {}
for (const entry of Object.keys(manifest.exports)) surface[entry] = (await names(`edgesign${entry.slice(1)}`)).sort()
console.log(JSON.stringify(surface))
