// The gateway, as its wrangler.jsonc binds it: the bucket is Miniflare's R2.

import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-pool-workers'
import { defineProject } from 'vitest/config'

/** AWS's documented example key. */
const EXAMPLE = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

export default defineProject({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: 'worker/gateway/wrangler.jsonc' },
      miniflare: {
        modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
        bindings: { CREDENTIALS: JSON.stringify([EXAMPLE]) },
      },
    }),
  ],
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    name: 'gateway',
    include: ['tests/gateway/*.test.{js,ts}'],
  },
})
