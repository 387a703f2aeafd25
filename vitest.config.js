// What runs inside workerd: each project's configuration lies beside its tests.

import { defineConfig } from 'vitest/config'

const projects = ['run', 'worker', 'vendor', 'gateway'].map((name) => `tests/${name}/vitest.config.js`)

export default defineConfig({ test: { projects } })
