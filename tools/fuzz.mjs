// Runs the fuzz target for a minute, or for as many seconds as are given: node tools/fuzz.mjs 600
//
// cargo fuzz is made for nightly, but only for its sanitizers, which have nothing to find: the core has no unsafe code.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cargoFuzzPath, setupCargoTools } from './cargo-tools.mjs'
import { root, run } from './run.mjs'

export function fuzz(seconds = 60) {
  // cargo fuzz cannot be told --locked.
  run('cargo', ['fetch', '--quiet', '--locked', '--manifest-path', 'fuzz/Cargo.toml'])
  // The first folder is the one that what is found goes into.
  const corpus = join(root, 'target/fuzz/corpus')
  mkdirSync(corpus, { recursive: true })
  const build = ['--sanitizer', 'none', '--target-dir', 'target/fuzz']
  const limits = [`-max_total_time=${seconds}`, '-max_len=4096', '-timeout=10', '-dict=fuzz/request.dict']
  const quiet = ['-verbosity=0', '-print_final_stats=1']
  run(cargoFuzzPath, ['fuzz', 'run', ...build, 'request', corpus, 'fuzz/seeds/request', '--', ...limits, ...quiet])
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  setupCargoTools()
  fuzz(Number(process.argv[2] ?? 60))
}
