import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-pool-workers'
import { defineProject } from 'vitest/config'

export default defineProject({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  plugins: [
    cloudflareTest({
      wrangler: { configPath: 'worker/vendor/wrangler.jsonc' },
      miniflare: {
        modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
        bindings: {
          ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
          SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        },
      },
    }),
  ],
  test: { name: 'vendor', include: ['tests/vendor/*.test.ts'] },
})
