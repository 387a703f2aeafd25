// The page in docs/ is the table of causes, and the table has no cause that no test makes.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CAUSES, diagnose } from 'edgesign/debug'
import { page, pagePath } from '../../tools/docs.mjs'
import { EXAMPLES } from '../../tools/examples.mjs'
import { ofControl } from './cases/accounts.mjs'
import { changes } from './cases/changes.mjs'
import { DIFFERENCES } from './cases/differences.mjs'
import { DOCUMENTED, SAID, STATUS, get, now, xml } from './cases/documented.mjs'
import { forms } from './cases/forms.mjs'
import { objects } from './cases/objects.mjs'
import { urls } from './cases/urls.mjs'

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

/** Nobody listens there: the cases that are caused on servers say which cause comes first, and failures.test.mjs that it does. */
const NOBODY = {
  ...{ s3: 'http://127.0.0.1:1', control: 'http://127.0.0.1:1', region: 'us-east-1' },
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
}

test('each cause is found, on the local server or in a documented answer', () => {
  assert.deepEqual(DIFFERENCES.local, {})
  const caused = [urls, changes, objects, forms, ofControl].flatMap((cases) => cases(NOBODY)).map(([, cause]) => cause)
  const failures = [
    ...DOCUMENTED.map(([, , failure]) => failure),
    ...SAID.map(([, code, message]) => ({ url: get(), method: 'GET', body: xml(code, message) })),
    ...STATUS.map(([, status]) => ({ url: get(), status, body: '' })),
  ]
  const documented = failures.map((failure) => diagnose({ now, ...failure }).causes.map(({ code }) => code))
  // Whether there is nothing is never more than possible.
  const isAfter = documented.some(([, ...codes]) => codes.includes('maybe-not-there'))
  const seen = new Set([...caused, ...documented.map(([first]) => first), isAfter && 'maybe-not-there'])
  assert.deepEqual(
    Object.keys(CAUSES).filter((code) => !seen.has(code)),
    [],
  )
})

test('the type of their codes has them all, and no other', () => {
  const types = readFileSync(new URL('../../js/debug/index.d.ts', import.meta.url), 'utf8')
  const [, union] = /export type CauseCode =([^/]*)/.exec(types)
  assert.deepEqual(
    [...union.matchAll(/'([\w-]+)'/g)].map(([, code]) => code),
    Object.keys(CAUSES),
  )
})
