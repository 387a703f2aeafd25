// A page that fetches the module from where its bundler has put it.

import { initialize } from 'edgesign/slim'
import { report } from './slim/report.js'

export async function start(url) {
  initialize(await WebAssembly.compileStreaming(fetch(url)))
  globalThis.report = await report()
}
