import { cloudflareTest } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'
import { server } from './tests/run/server.mjs'

const { s3, control } = server()

export default defineConfig({
  plugins: [
    cloudflareTest({
      miniflare: {
        compatibilityDate: '2026-04-01',
        modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
        bindings: { EDGESIGN_S3: s3, EDGESIGN_CONTROL: control },
      },
    }),
  ],
  test: { include: ['tests/run/workerd.test.js'] },
})
