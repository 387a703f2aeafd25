// A page of the app's folder, bundled and served: each gives { url, close }.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import json from '@rollup/plugin-json'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import url from '@rollup/plugin-url'
import { VERSION as rollupVersion, rollup } from 'rollup'
import * as vite from 'vite'
import * as viteLatest from 'vite-latest'
import webpack from 'webpack'
import { app, made } from './installed.mjs'

export const BUNDLERS = {
  [`Vite ${vite.version}, build`]: (page) => viteBuild(vite, page),
  [`Vite ${vite.version}, dev server`]: (page) => viteDevServer(vite, page),
  [`Vite ${viteLatest.version}, build`]: (page) => viteBuild(viteLatest, page),
  [`Vite ${viteLatest.version}, dev server`]: (page) => viteDevServer(viteLatest, page),
  [`webpack ${webpack.version}`]: webpackBuild,
  [`Rollup ${rollupVersion}`]: rollupBuild,
}

/** How a bundler is asked for the address of a file is its own: slim's page is another for each. */
const source = (page, bundler) => (page === 'page' ? 'page.js' : `${page}-${bundler}.js`)

async function viteBuild({ build, version }, page) {
  const dir = made(`vite-${version}-${page}`)
  const input = viteHtml(page)
  await build({ ...viteConfig(version, page), build: { outDir: dir, rollupOptions: { input: join(app, input) } } })
  return serve(dir, page, input)
}

async function viteDevServer({ createServer, version }, page) {
  const server = await createServer({ ...viteConfig(version, page), server: { host: '127.0.0.1', port: 0 } })
  await server.listen()
  return { url: `http://127.0.0.1:${server.httpServer.address().port}/${viteHtml(page)}`, close: () => server.close() }
}

const viteConfig = (version, page) => ({
  root: app,
  configFile: false,
  logLevel: 'warn',
  cacheDir: made(`vite-${version}-${page}-cache`), // else the server, finding more to prepare, reloads the page
})

function viteHtml(page) {
  writeFileSync(join(app, `${page}.html`), html(source(page, 'vite')))
  return `${page}.html`
}

async function webpackBuild(page) {
  const dir = made(`webpack-${page}`)
  const compiler = webpack({
    context: app,
    mode: 'production',
    entry: `./${source(page, 'webpack')}`,
    output: { path: dir, filename: 'main.js' },
    performance: { hints: false },
  })
  const stats = await new Promise((resolve, reject) =>
    compiler.run((error, result) => (error ? reject(error) : resolve(result))),
  )
  await new Promise((resolve) => compiler.close(resolve))
  assert.equal(
    stats.hasErrors() || stats.hasWarnings(),
    false,
    stats.toString({ all: false, errors: true, warnings: true }),
  )
  return serve(dir, page)
}

async function rollupBuild(page) {
  const dir = made(`rollup-${page}`)
  const bundle = await rollup({
    input: join(app, source(page, 'rollup')),
    plugins: [nodeResolve({ browser: true }), json(), url({ include: '**/*.wasm', limit: 0 })],
    onwarn: (warning) => assert.fail(warning.message),
  })
  await bundle.write({ dir, entryFileNames: 'main.js' })
  await bundle.close()
  return serve(dir, page)
}

const html = (script) => `<!doctype html><script type="module" src="/${script}"></script>`
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' }
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'"

/** Serves what a bundler has made, under a strict content security policy. */
async function serve(dir, page, index = 'index.html') {
  if (index === 'index.html') writeFileSync(join(dir, index), html('main.js'))
  const files = filesIn(dir)
  hasModuleOnce(files, page)
  const server = createServer((request, response) => {
    const contents = files.get(request.url.slice(1))
    response.setHeader('content-security-policy', POLICY)
    response.setHeader('content-type', TYPES[extname(request.url)] ?? 'application/octet-stream')
    response.writeHead(contents ? 200 : 404).end(contents)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections())
  return { url: `http://127.0.0.1:${server.address().port}/${index}`, close }
}

function filesIn(dir) {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name))
  return new Map(paths.map((path) => [path.slice(dir.length + 1), readFileSync(path)]))
}

/** A page gets the module inside its code, or with slim as a file; not twice. */
function hasModuleOnce(files, page) {
  const modules = [...files.keys()].filter((name) => name.endsWith('.wasm'))
  const inline = [...files].filter(([name, contents]) => name.endsWith('.js') && contents.includes('AGFzbQ'))
  const expected = page === 'page' ? [1, 0] : [0, 1]
  assert.deepEqual([inline.length, modules.length], expected, 'scripts that hold the module, and modules as files')
}
