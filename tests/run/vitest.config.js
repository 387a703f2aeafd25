import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-pool-workers'
import { defineProject } from 'vitest/config'
import { server } from './server.mjs'

const { s3, control } = server()

export default defineProject({
  plugins: [
    cloudflareTest({
      miniflare: {
        compatibilityDate: '2026-04-01',
        modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
        bindings: { EDGESIGN_S3: s3, EDGESIGN_CONTROL: control },
      },
    }),
  ],
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    name: 'contract',
    include: ['tests/run/workerd.test.js'],
    testTimeout: 30_000, // ten thousand URLs, one by one, on a machine that has other things to do
  },
})
