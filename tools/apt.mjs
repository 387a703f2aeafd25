// Installs Debian's packages, for the tests only.

import { fail, output, run } from './run.mjs'

export function apt(packages) {
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages]
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const [command, ...args] = [...asRoot, ...install]
  const possible =
    output('apt-get', ['--version']) !== undefined &&
    (asRoot.length === 0 || output('sudo', ['-n', 'true']) !== undefined)
  if (!possible) fail(`the tests need ${packages.join(' and ')}; run: sudo ${install.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  run(asRoot[0] ?? 'apt-get', asRoot.length ? ['-n', 'apt-get', 'update'] : ['update'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  run(command, args, { env })
}
