// What is checked of the Rust side beyond clippy: its documentation, what it depends on, and the toolchain it asks for.

import { cargoDenyPath } from './cargo-tools.mjs'
import { fail, output, run } from './run.mjs'

/** Links that lead nowhere and the like. What only the modules have is documented for their own target. */
export function checkDocumentation() {
  const env = { ...process.env, RUSTDOCFLAGS: '-D warnings' }
  const doc = ['doc', '--quiet', '--locked', '--no-deps']
  run('cargo', [...doc, '--workspace'], { env })
  for (const module of ['signer', 'verifier']) {
    const features = ['--no-default-features', '--features', `module,${module}`]
    run('cargo', [...doc, '-p', 'edgesign', ...features, '--target', 'wasm32-unknown-unknown'], { env })
  }
}

/** See deny.toml. */
export function checkDependencies() {
  run(cargoDenyPath, ['--locked', '--workspace', '--log-level', 'warn', 'check', 'bans', 'licenses', 'sources'])
}

/**
 * No dependency asks for a newer toolchain than the package that is built with it says. (See `rust-version` in Cargo.toml
 * for what else is known of it.)
 */
export function checkRustVersions() {
  const {
    packages,
    resolve,
    workspace_members: members,
  } = JSON.parse(output('cargo', ['metadata', '--locked', '--format-version', '1']) ?? fail('cargo metadata failed'))
  const byId = new Map(packages.map((entry) => [entry.id, entry]))
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]))
  for (const member of members) {
    const { name, rust_version: own } = byId.get(member)
    for (const id of builtWith(member, nodes)) {
      const { name: dependency, rust_version: needed } = byId.get(id)
      if (needed && isNewer(needed, own)) fail(`${name} says Rust ${own}, but ${dependency} needs ${needed}`)
    }
  }
}

/** A package and all that is compiled for somebody who uses it: what only its tests need is not. */
function builtWith(id, nodes, seen = new Set()) {
  if (seen.has(id)) return seen
  seen.add(id)
  const built = nodes.get(id).deps.filter(({ dep_kinds: kinds }) => kinds.some(({ kind }) => kind !== 'dev'))
  for (const { pkg } of built) builtWith(pkg, nodes, seen)
  return seen
}

function isNewer(one, other) {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number))
  return left[0] > right[0] || (left[0] === right[0] && left[1] > right[1])
}
