// The page in docs/ is the table of causes, and the table has no cause that no test makes.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CAUSES } from 'edgesign/debug'
import { page, pagePath } from '../../tools/docs.mjs'
import { EXAMPLES } from '../../tools/examples.mjs'

test('the page is the one that tools/docs.mjs writes', async () => {
  assert.equal(readFileSync(pagePath, 'utf8'), await page(), 'run node tools/docs.mjs')
})

test('it has every cause, with an example', () => {
  const text = readFileSync(pagePath, 'utf8')
  for (const code of Object.keys(CAUSES)) {
    assert.ok(text.includes(`### ${code}\n`), code)
    assert.ok(text.includes(`\`\`\`text\n${EXAMPLES[code]}\n\`\`\``), code)
  }
  assert.deepEqual(Object.keys(EXAMPLES), Object.keys(CAUSES))
})

test('some test has each cause', () => {
  const dir = fileURLToPath(new URL('.', import.meta.url))
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mjs'))
  const tests = files.map((name) => readFileSync(`${dir}/${name}`, 'utf8')).join('')
  const missing = Object.keys(CAUSES).filter((code) => !tests.includes(`'${code}'`))
  assert.deepEqual(missing, [])
})

test('the type of their codes has them all, and no other', () => {
  const types = readFileSync(new URL('../../js/debug/index.d.ts', import.meta.url), 'utf8')
  const [, union] = /export type CauseCode =([^/]*)/.exec(types)
  assert.deepEqual(
    [...union.matchAll(/'([\w-]+)'/g)].map(([, code]) => code),
    Object.keys(CAUSES),
  )
})
