// Requests that really fail, on every server that the tests start: the right cause comes first. And requests that succeed.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { diagnose } from 'edgesign/debug'
import { startServer } from '../../tools/server.mjs'
import { createBuckets } from '../run/differences.mjs'
import { startCeph } from '../servers/ceph.mjs'
import { startLocalstack } from '../servers/localstack.mjs'
import { startMinistack } from '../servers/ministack.mjs'
import { startSwift } from '../servers/swift.mjs'
import { ofControl, ofIam } from './cases/accounts.mjs'
import { changes } from './cases/changes.mjs'
import { ALIKE, DIFFERENCES, HIDDEN } from './cases/differences.mjs'
import { forms } from './cases/forms.mjs'
import { objects, successes } from './cases/objects.mjs'
import { prepare } from './cases/requests.mjs'
import { urls } from './cases/urls.mjs'
import { versionTwo } from './cases/version-two.mjs'

/** The local server, in a folder of its own. */
async function startLocal() {
  const dir = mkdtempSync(join(tmpdir(), 'edgesign-debug-'))
  const server = await startServer(dir, ['--port', '0', '--control-port', '0'])
  const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  const stop = async () => {
    server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  return { ...server, stop, region: 'us-east-1', credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey } }
}

/** Each server, and what can fail there beside what can everywhere. */
const SERVERS = {
  local: [startLocal, (server) => [...forms(server), ...ofControl(server)]],
  Swift: [startSwift, (server) => [...forms(server), ...versionTwo(server)]],
  Ceph: [startCeph, (server) => [...forms(server), ...ofIam(server)]],
  ministack: [startMinistack, (server) => [...forms(server), ...ofIam(server)]],
  LocalStack: [startLocalstack, versionTwo],
}

// All of it before the first test: when the last test that is known has ended, the servers are stopped.
const started = Object.entries(SERVERS).map(async ([name, [start, more]]) => {
  const server = await start()
  await createBuckets(server)
  await prepare(server)
  return [name, server, more]
})
let failures = 0
let works = 0

for (const [name, server, more] of await Promise.all(started)) {
  after(server.stop)
  const differences = DIFFERENCES[name]
  const answers = new Map()
  const all = [...urls(server), ...changes(server), ...objects(server), ...more(server)]
  for (const [what, cause, fail] of all) {
    const [expected, reason, known = expected] = differences[what] ?? [cause]
    test(`${name}: ${what}: ${expected}${reason ? `, since ${reason}` : ''}`, async () => {
      const { credentials } = expected === HIDDEN ? server : {}
      const failure = { credentials, ...(await fail()) }
      const found = diagnose(failure)
      const answer = `${failure.status} ${failure.body.replace(/<RequestId>.*?<\/RequestId>/, '')}`
      answers.set(what, [answer, diagnose({ ...failure, credentials: undefined })])
      const said = JSON.stringify({ status: failure.status, body: failure.body, causes: found.causes }, null, 2)
      assert.equal(found.causes[0]?.code, expected === 'it works' ? undefined : expected, said)
      if (expected === 'it works') return assert.ok(failure.status < 300, said)
      checkFinding(failure, found, said)
      checkTruncated(failure, [expected])
      checkTruncated({ ...failure, credentials: failure.credentials ?? server.credentials }, [known, HIDDEN])
      checkCredentials(failure, known, server)
      checkLessKnown(failure, [expected, known], server)
      if (reason === undefined) failures++
    })
  }
  for (const [what, send] of successes(server)) {
    test(`${name}: ${what}: no cause`, async () => {
      const success = await send()
      assert.ok(success.status < 400, `${success.status} ${success.body}`)
      assert.deepEqual(diagnose(success).causes, [])
      works++
    })
  }
  for (const names of ALIKE[name] ?? [])
    test(`${name}: the same answer: ${names.join(', ')}`, () => {
      assert.equal(new Set(names.map((what) => answers.get(what)[0])).size, 1)
      // Those that do not come first come after.
      for (const [what, cause] of all.filter(([what]) => names.includes(what)))
        assert.ok(
          answers.get(what)[1].causes.some(({ code }) => code === cause),
          what,
        )
    })
  test(`${name}: every difference is one of a case`, () => {
    assert.deepEqual(
      Object.keys(differences).filter((what) => !all.some(([name]) => name === what)),
      [],
    )
  })
}

test('there are enough of both', () => {
  assert.ok(failures >= 150, `${failures} failures`)
  assert.ok(works >= 40, `${works} successes`)
})

/** What holds for every finding. */
function checkFinding(failure, { causes, answer, inspection, canonicalRequest }, said) {
  assert.ok(failure.status >= 300, said)
  assert.ok(causes.length <= 3 && (causes[0].certainty !== 'certain' || causes.length === 1), said)
  for (const { sentence, evidence, change, tell } of causes) {
    assert.ok(evidence.length > 0 && evidence.every((text) => text.length > 0), said)
    for (const text of [sentence, change, tell]) assert.match(text, /^\S.*[.)\]}]$/s)
  }
  const isSigned = /^SigV[24]$/.test(inspection.scheme) || failure.headers?.authorization?.startsWith('AWS4-')
  const isShown = answer.code === 'SignatureDoesNotMatch' && isSigned === true
  assert.equal(canonicalRequest !== undefined, isShown, said)
}

/** An answer that was cut off may tell less, but never something else for certain. */
function checkTruncated(failure, codes) {
  const { body } = failure
  for (let length = 0; length < body.length; length += 97) {
    const [first] = diagnose({ ...failure, body: body.slice(0, length) }).causes
    if (first.certainty === 'certain') assert.ok(codes.includes(first.code), `${first.code}: ${body.slice(0, length)}`)
  }
}

/** Whoever has the credentials is not told something else. */
function checkCredentials(failure, expected, server) {
  const [{ code }] = diagnose({ ...failure, credentials: failure.credentials ?? server.credentials }).causes
  assert.equal(code, expected, 'with the credentials')
}

/** What only who knows the request can tell. */
const OF_REQUESTS = [HIDDEN, 'parameter-changed', 'two-signatures', 'host-changed', 'cors', 'token-invalid']

/**
 * Where nobody said which method and which headers were sent: nothing wrong is claimed for certain, and the right cause is
 * among those that are named, and no less certain than another. Of what is signed in a header that nobody gave, less is known.
 */
function checkLessKnown({ method, headers, credentials, ...failure }, [unknown, known], server) {
  const less = { method: { headers }, headers: { method }, both: {} }
  const isInHeader = headers?.authorization?.startsWith('AWS4-')
  for (const [what, rest] of Object.entries(less))
    for (const given of credentials === undefined ? [{}, server] : [server]) {
      const expected = given === server ? known : unknown
      const { causes } = diagnose({ ...failure, ...rest, credentials: given.credentials })
      const said = `without ${what}: ${causes.map(({ certainty, code }) => `${certainty} ${code}`).join(', ')}`
      const [first] = causes
      if (first.certainty === 'certain') assert.equal(first.code, expected, said)
      else if (!OF_REQUESTS.includes(expected) && (rest.headers || !isInHeader))
        assert.equal(causes.find(({ code }) => code === expected)?.certainty, first.certainty, said)
    }
}
