// Starts the local S3 server and stops it, by its own pid.

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { fail, root, run } from './run.mjs'

export function buildServer() {
  run('cargo', ['build', '--quiet', '--locked', '-p', 'edgesign-devserver'])
}

/**
 * Starts the server and waits until it listens. It stops with this process, whatever becomes of it.
 *
 * @param {string} dir where it keeps the objects
 * @param {string[]} args
 * @returns {Promise<{ s3: string, control: string, stop: () => void }>}
 */
export async function startServer(dir, args) {
  const program = join(root, 'target/debug/edgesign-devserver')
  const child = spawn(program, ['--dir', dir, '--exit-with-stdin', ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.on('exit', (code) => code && fail(`the S3 server ended with exit code ${code}`))
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...JSON.parse(line), stop: () => child.stdin.end() }
  }
  return fail('the S3 server said nothing')
}
