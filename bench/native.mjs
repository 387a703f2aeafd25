// The crate beside its peers in Rust: criterion measures (native/), and what it leaves in its folder is read.

import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from '../tools/run.mjs'

const MANIFEST = 'bench/native/Cargo.toml'
const TARGET = 'target/bench'
const CRITERION_HOME = join(root, TARGET, 'criterion')
/** As in native/benches/presign.rs. */
const KEYS = 10_000
const BLOCKS = 8192

/**
 * Nanoseconds, in criterion's samples: of a URL alone, of each of many, and of a block of SHA-256.
 *
 * @returns {{ rows: { name: string, one?: number[], many: number[] }[], block: number[] }}
 */
export function measureNative() {
  rmSync(CRITERION_HOME, { recursive: true, force: true })
  const arguments_ = ['bench', '--quiet', '--locked', '--manifest-path', MANIFEST, '--target-dir', TARGET]
  run('cargo', arguments_, { env: { ...process.env, CRITERION_HOME } })
  const both = (name) => ({ one: samples(`one ${name}`, 1), many: samples(join('many', name), KEYS) })
  const rows = [
    { name: '`presign`', ...both('presign') },
    { name: '`presign_many`', many: samples(join('many', 'presign_many'), KEYS) },
    ...['aws-sigv4 1.6.4', 'rusty-s3 0.11.0'].map((name) => ({ name, ...both(name) })),
  ]
  return { rows, block: samples(join('sha256', 'blocks'), BLOCKS) }
}

/** Of each sample, what one of `count` took. */
function samples(path, count) {
  const { times, iters } = JSON.parse(readFileSync(join(CRITERION_HOME, path, 'new/sample.json'), 'utf8'))
  return times.map((time, index) => time / iters[index] / count)
}
