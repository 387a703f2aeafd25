// Suites on servers that do something otherwise than AWS: what that is has a name, a reason and an error, and stays true.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sign } from 'edgesign'

/**
 * @param {[name: string, run: () => Promise<void>][]} suite
 * @param {Record<string, [reason: string, error: RegExp]>} differences by the names of the tests that fail here
 */
export function testWithDifferences(suite, differences) {
  for (const [name, run] of suite) {
    const [reason, error] = differences[name] ?? []
    if (reason === undefined) test(name, run)
    else test(`not so: ${name}, for ${reason}`, () => assert.rejects(run, error))
  }
  const names = suite.map(([name]) => name)
  test(`every difference is one of a test: ${Object.keys(differences).length} of ${names.length}`, () => {
    assert.deepEqual(
      Object.keys(differences).filter((name) => !names.includes(name)),
      [],
    )
  })
}

/** Makes the buckets of the end-to-end suite. */
export async function createBuckets({ s3, region, credentials }) {
  for (const bucket of ['e2e', 'other']) {
    const request = sign({ url: `${s3}/${bucket}`, method: 'PUT' }, { region, credentials, service: 's3' })
    const { status } = await fetch(request.url, request)
    assert.equal(status, 200, bucket)
  }
}
