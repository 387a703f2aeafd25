// Wrangler: its configurations as they are written, and its commands without banner, metrics or questions.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'

/** The configurations of both Workers. */
export const [FRONT, VENDOR] = ['worker/wrangler.jsonc', 'worker/vendor/wrangler.jsonc']

/** That of the gateway. */
export const GATEWAY = 'worker/gateway/wrangler.jsonc'

/** Its program itself: the one in bin/ would put a process in between, which its signals do not pass. */
export const wranglerPath = join(root, 'node_modules/wrangler/wrangler-dist/cli.js')

/** @param {string} logs a folder */
export const wranglerEnv = (logs) => ({
  ...process.env,
  CI: '1',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG_PATH: logs,
  WRANGLER_SEND_METRICS: 'false',
})

/** @param {string} file JSON with comments, which is JavaScript */
export async function readConfig(file) {
  const text = readFileSync(join(root, file), 'utf8')
  return (await import(`data:text/javascript,${encodeURIComponent(`export default ${text}`)}`)).default
}
