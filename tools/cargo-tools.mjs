// The cargo subcommands that only the tests need, of pinned versions, in the project's own folder.

import { join } from 'node:path'
import { output, root, run } from './run.mjs'

export const cargoDenyPath = join(root, '.tools/bin/cargo-deny')
export const cargoFuzzPath = join(root, '.tools/bin/cargo-fuzz')

const TOOLS = [
  [cargoDenyPath, 'cargo-deny', '0.20.2'],
  [cargoFuzzPath, 'cargo-fuzz', '0.13.2'],
]
/** Their own release profiles optimise as a whole, which takes longer than all of their runs. */
const QUICK = {
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
}

export function setupCargoTools() {
  for (const [path, name, version] of TOOLS) {
    if (output(path, ['--version']) === `${name} ${version}`) continue
    run('cargo', ['install', name, '--version', version, '--locked', '--root', '.tools', '--force'], {
      env: { ...process.env, ...QUICK },
    })
  }
}
