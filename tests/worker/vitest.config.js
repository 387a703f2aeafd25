// The public Worker, as its wrangler.jsonc binds it, with a stand-in for the vendor.

import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-pool-workers'
import { defineProject } from 'vitest/config'
import { server } from '../run/server.mjs'
import { startIssuer } from './issuer.mjs'
import { vendor } from './vendor.mjs'

const { s3 } = server()
const issuer = await startIssuer()

export default defineProject({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: 'worker/wrangler.jsonc' },
      miniflare: {
        modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
        bindings: { TEST: { s3, ...issuer } },
        workers: [vendor('edgesign-vendor')],
      },
    }),
  ],
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    name: 'worker',
    include: ['tests/worker/*.test.ts'],
    testTimeout: 60_000, // some wait for the Worker's own, of seconds
  },
})
