// Runs our command line in this process, with files, an environment and a clock of the test's own.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mock } from 'node:test'
import { main } from '../../js/cli/main.js'

/** AWS's documented example key. */
export const ID = 'AKIAIOSFODNN7EXAMPLE'
export const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
export const KEYS = { AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: SECRET }
export const NOW = new Date('2026-11-24T12:00:00Z')

const top = mkdtempSync(join(tmpdir(), 'edgesign-cli-'))
process.on('exit', () => rmSync(top, { recursive: true, force: true }))

/** A home directory with these of `config` and `credentials` in its `.aws`. */
export function makeHome(files = {}) {
  const home = mkdtempSync(join(top, 'home-'))
  mkdirSync(join(home, '.aws'))
  for (const [name, content] of Object.entries(files))
    if (content !== undefined) writeFileSync(join(home, '.aws', name), content)
  return home
}

/**
 * Runs `edgesign ...argv`.
 *
 * @param {string[]} argv
 * @param {{ env?: Record<string, string>, home?: string, config?: string | Uint8Array, credentials?: string }} [given]
 */
export function cli(argv, { env = KEYS, config, credentials, home = makeHome({ config, credentials }) } = {}) {
  mock.timers.enable({ apis: ['Date'], now: NOW })
  try {
    return main({ argv, env, home })
  } finally {
    mock.timers.reset()
  }
}

/** What stands in the URL that `edgesign presign s3://media/a.txt ...argv` prints, or its error. */
export function presign(given, ...argv) {
  const { status, stdout, stderr } = cli(['presign', 's3://media/a.txt', ...argv], given)
  if (status !== 0) return stderr
  const { host, pathname, searchParams } = new URL(stdout)
  const [accessKeyId, , region] = searchParams.get('X-Amz-Credential').split('/')
  return { address: host + pathname, accessKeyId, region, token: searchParams.get('X-Amz-Security-Token') ?? undefined }
}
