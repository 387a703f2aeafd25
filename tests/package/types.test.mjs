// Strict TypeScript programs against the installed declarations, checked and then run.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { app, output, snapshot, tool } from './installed.mjs'

/** Newest, which only has these two resolutions, and the last of those that most projects still have. */
const COMPILERS = ['typescript/bin/tsc', 'typescript-5/bin/tsc'].map(tool)
const RESOLUTIONS = {
  nodenext: { module: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
}
const STRICT = {
  ...{ target: 'es2022', types: [], strict: true, skipLibCheck: false, noUncheckedIndexedAccess: true },
  ...{ exactOptionalPropertyTypes: true, verbatimModuleSyntax: true, noPropertyAccessFromIndexSignature: true },
  rootDir: '.',
}

writeFileSync(join(app, 'surface.ts'), surface())

for (const compiler of COMPILERS) {
  const version = output(process.execPath, [compiler, '--version']).replace('Version ', '')
  for (const [name, resolution] of Object.entries(RESOLUTIONS)) {
    test(`TypeScript ${version}, ${name}: the whole API, without the DOM`, () => {
      const outDir = compile(compiler, resolution, ['everything.ts'], ['es2022'])
      output(process.execPath, [`${outDir}/everything.js`])
    })
    test(`TypeScript ${version}, ${name}: every entry declares what it exports`, () => {
      compile(compiler, resolution, ['surface.ts', 'slim.ts'], ['es2022', 'dom'])
    })
  }
}

function compile(compiler, resolution, files, lib) {
  const outDir = 'compiled'
  writeFileSync(
    join(app, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...STRICT, ...resolution, lib, outDir }, files }),
  )
  output(process.execPath, [compiler, '--project', 'tsconfig.json'])
  return outDir
}

/** A name that is not declared is an error, and so is one that is declared but not there. */
function surface() {
  const entries = Object.entries(snapshot().exports).filter(([entry]) => !entry.endsWith('.json'))
  return entries
    .map(([entry, names], i) => {
      const keys = names.map((name) => `${name}: 0`).join(', ')
      const type = `Record<keyof typeof import('edgesign${entry.slice(1)}'), 0>`
      return `export const entry${i}: ${type} = { ${keys} }\n`
    })
    .join('')
}
