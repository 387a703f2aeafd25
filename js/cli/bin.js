#!/usr/bin/env node
// `npx edgesign`: all it does is in main.js; this gives it what a process has.

import { homedir } from 'node:os'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { readsInput } from './arguments.js'
import { main } from './main.js'

// Whoever reads along may have had enough: `| head -1`.
process.stdout.on('error', (error) => process.exit(/** @type {any} */ (error).code === 'EPIPE' ? 0 : 1))

const argv = process.argv.slice(2)
const { status, stdout, stderr } = main({
  argv,
  env: process.env,
  home: homedir(),
  // https://no-color.org
  hasColour: process.stdout.isTTY && !process.env['NO_COLOR'],
  // Not readFileSync(0): of a pipe, it fails where there is nothing to read yet.
  input: readsInput(argv) ? await text(process.stdin) : '',
})
process.stdout.write(stdout)
process.stderr.write(stderr)
process.exitCode = status
