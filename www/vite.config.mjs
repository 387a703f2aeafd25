// The page as static files in target/www: one script, one style sheet, edgesign's module, and what a host of static files needs beside them.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defaultClientConditions } from 'vite'
import { HEADERS, META_POLICY } from './policy.mjs'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))

export default {
  root: path('.'),
  base: './',
  publicDir: 'public',
  build: {
    outDir: path('../target/www'),
    emptyOutDir: true,
    target: 'es2023',
    // Both would put scripts or data URLs where the policy allows none.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // Where a module is imported as a file, as Workers do it.
  resolve: { conditions: ['workerd', ...defaultClientConditions] },
  plugins: [policy(), module(), beside()],
}

function policy() {
  const meta = { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: META_POLICY } }
  return { name: 'policy', apply: 'build', transformIndexHtml: () => [{ ...meta, injectTo: 'head-prepend' }] }
}

/**
 * edgesign's module as a file beside the script, in which it would be text and a third larger. It is compiled from bytes, since
 * not every host knows its type. What the script asks for first is on its way before.
 */
function module() {
  const load = (id) => {
    if (!id.endsWith('.wasm')) return null
    return `import url from ${JSON.stringify(`${id}?url`)}
      export default await WebAssembly.compile(await (await fetch(url)).arrayBuffer())`
  }
  const preload = (_, { bundle = {} }) => {
    const names = [...Object.keys(bundle).filter((name) => name.endsWith('.wasm')), 'local.json']
    return names.map((name) => ({
      tag: 'link',
      attrs: { rel: 'preload', as: 'fetch', crossorigin: true, href: `./${name}` },
    }))
  }
  return { name: 'module', load, transformIndexHtml: { order: 'post', handler: preload } }
}

/** The headers for hosts that read `_headers`, that there is no local server, and the worker that keeps it all offline. */
function beside() {
  return {
    name: 'beside',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const emit = (fileName, source) => this.emitFile({ type: 'asset', fileName, source })
        emit(
          '_headers',
          `/*\n${Object.entries(HEADERS)
            .map((header) => `  ${header.join(': ')}\n`)
            .join('')}`,
        )
        emit('local.json', 'null\n')
        emit('offline.js', offline(Object.values(bundle)))
      },
    },
  }
}

function offline(files) {
  const names = files.map(({ fileName }) => `./${fileName}`)
  const version = createHash('sha256')
  for (const { code, source } of files) version.update(code ?? source)
  const kept = JSON.stringify(['./', './icon.svg', './local.json', ...names.filter((name) => name !== './index.html')])
  const template = readFileSync(path('offline.js'), 'utf8')
  return template.replace('VERSION', version.digest('hex').slice(0, 16)).replace("['FILES']", kept)
}
