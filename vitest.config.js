// What runs inside workerd: each project's configuration lies beside its tests.

import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { projects: ['tests/run/vitest.config.js', 'tests/worker/vitest.config.js'] } })
