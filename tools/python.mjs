// Python programs that judge ours, each in a virtual environment of its own inside .tools/, with pinned packages of PyPI.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, output, root, run } from './run.mjs'

/**
 * The Python of the virtual environment `.tools/<name>`, made if it is not there or holds other packages.
 *
 * @param {string} name
 * @param {string[]} packages every one that is needed, as in `six==1.17.0`: nothing else is installed
 */
export function venv(name, packages) {
  const folder = join(root, '.tools', name)
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const stamp = join(folder, 'requirements.txt')
  const wanted = `${packages.join('\n')}\n`
  // A stamp alone is not enough: the interpreter that the environment links to may be gone.
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && output(python, ['--version'])) return python
  rmSync(folder, { recursive: true, force: true })
  const maker = python3() ?? fail('the tests need Python 3 with venv; run: sudo apt-get install -y python3-venv')
  run(maker, ['-m', 'venv', folder])
  run(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check', ...packages])
  run(python, ['-m', 'pip', 'check', '--disable-pip-version-check'], { stdio: ['ignore', 'ignore', 'inherit'] })
  writeFileSync(stamp, wanted)
  return python
}

/** A Python that can make virtual environments: Debian's needs the package python3-venv for that. */
export function python3() {
  return ['python3', 'python', '/usr/bin/python3'].find(
    (python) => output(python, ['-c', 'import ensurepip, venv, sys; assert sys.version_info >= (3, 9)']) !== undefined,
  )
}
