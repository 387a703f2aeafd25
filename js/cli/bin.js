#!/usr/bin/env node
// `npx edgesign`: all it does is in main.js; this gives it what a process has.

import { homedir } from 'node:os'
import process from 'node:process'
import { main } from './main.js'

// Whoever reads along may have had enough: `| head -1`.
process.stdout.on('error', (error) => process.exit(/** @type {any} */ (error).code === 'EPIPE' ? 0 : 1))

const { status, stdout, stderr } = main({ argv: process.argv.slice(2), env: process.env, home: homedir() })
process.stdout.write(stdout)
process.stderr.write(stderr)
process.exitCode = status
