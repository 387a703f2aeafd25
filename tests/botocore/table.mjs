// The table of operations, as src/operation.rs has it.

import { readFileSync } from 'node:fs'

const source = readFileSync(new URL('../../src/operation.rs', import.meta.url), 'utf8')
const text = /const OPERATIONS: &str = "\\\n(.*?)";/s.exec(source)[1].replace(/\\\n\s*/g, '')

/** Each operation with its columns; `!` stands behind the query parameters that it needs. */
export const TABLE = text.split('\n').map((line) => {
  const [method, name, subresource, level, query, headers] = line.split(' ').map((column) => column.replace(/^-$/, ''))
  return { name, method, level, subresource, query: listed(query), headers: listed(headers) }
})

function listed(column) {
  return column.split(',').filter(Boolean)
}
