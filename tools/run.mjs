// Runs the programs that the other tools need, and says plainly when one fails.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The folder of the project, where every program is run. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs a program with its output shown; a failure ends this process. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (status !== 0)
    fail(`${[command, ...args].join(' ')} failed${error ? `: ${error.message}` : ` (exit code ${status})`}`)
}

/** Runs a program and returns what it prints, or undefined if it fails or is not there. */
export function output(command, args) {
  const { status, stdout } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

export function fail(message) {
  console.error(`edgesign: ${message}`)
  process.exit(1)
}
