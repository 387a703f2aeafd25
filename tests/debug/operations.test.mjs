// The operation of a request, held to the table of the core.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { methodOf, operationsOf } from '../../js/debug/operations.js'
import { TABLE } from '../botocore/table.mjs'

test('every operation of the core is found by its own request', () => {
  for (const { name, method, level, subresource, query, headers } of TABLE) {
    const needed = query.filter((name) => name.endsWith('!')).map((name) => name.slice(0, -1))
    const names = [...needed, ...headers, ...(subresource ? [subresource.split('=')[0]] : [])]
    const found = operationsOf({ method, level, names }).map((operation) => operation.name)
    assert.deepEqual(found, [name], `${method} ${level} ${names}`)
    assert.equal(methodOf(name), method)
    // What it may have beside that changes nothing.
    const more = query.filter((name) => !name.endsWith('!') && name !== 'versionId')
    assert.deepEqual(operationsOf({ method, level, names: [...names, ...more, 'x-id'] })[0].name, name)
  }
})

test('without a method, an operation of each is named', () => {
  const found = operationsOf({ method: undefined, level: 'object', names: [] }).map(({ name }) => name)
  assert.deepEqual(found, ['GetObject', 'HeadObject', 'PutObject', 'DeleteObject'])
  assert.deepEqual(operationsOf({ method: 'PATCH', level: 'object', names: [] }), [])
  assert.equal(methodOf('NoOperation'), undefined)
})
