// A grant is checked twice: by the core, and as the session policy by the server. Each request is put to both, and they have to
// say the same of it.

import { isSigningError } from 'edgesign'
import { principals } from './iam.js'

/**
 * @param {import('./iam.js').Server} server
 * @returns {[string, () => Promise<void>][]}
 */
export function agreement(server) {
  const { assumable, signed, stored } = principals(server)

  function coreAllows(operation, options) {
    try {
      return Boolean(signed(operation, options))
    } catch (error) {
      if (isSigningError(error) && error.code === 'ERR_NOT_GRANTED') return false
      throw error
    }
  }

  async function serverAllows(operation, options) {
    const { url, method, headers } = signed(operation, options)
    const response = await fetch(url, { method, headers, body: method === 'PUT' ? 'new' : undefined })
    const text = await response.text()
    if (response.ok) return true
    if (response.status === 403 && text.includes('<Code>AccessDenied</Code>')) return false
    throw new Error(`${operation}: ${response.status} ${text}`)
  }

  return Object.entries(GRANTS).map(([name, grantOf]) => [
    `the core and the server agree on a grant of ${name}`,
    async () => {
      const { folder, key } = await stored()
      const beside = await stored(folder)
      // Not below the folder, though it begins with its name.
      const outside = await stored(`${folder.slice(0, -1)}2/`)
      const grant = { bucket: 'e2e', ...grantOf(folder, key) }
      const credentials = await (await assumable()).assume({ grant })
      const verdicts = []
      for (const [operation, options] of requests(folder, [key, beside.key, outside.key])) {
        const core = coreAllows(operation, { ...options, credentials, grant })
        const server = await serverAllows(operation, { ...options, credentials })
        if (core !== server) throw new Error(`${operation} ${JSON.stringify(options)}: core ${core}, server ${server}`)
        verdicts.push(core)
      }
      // Neither agrees by refusing everything, or nothing.
      if (!verdicts.includes(true) || !verdicts.includes(false)) throw new Error(`all verdicts: ${verdicts[0]}`)
    },
  ])
}

const GRANTS = {
  'reading below a prefix': (prefix) => ({ prefix, operations: ['GetObject'] }),
  'reading versions below a prefix': (prefix) => ({ prefix, operations: ['GetObject'], versions: true }),
  'reading one key': (_, key) => ({ keys: [key], operations: ['GetObject'] }),
  'reading the bucket': () => ({ operations: ['GetObject'] }),
  'writing below a prefix': (prefix) => ({ prefix, operations: ['PutObject'] }),
  'deleting one key': (_, key) => ({ keys: [key], operations: ['DeleteObject'] }),
  'listing below a prefix': (prefix) => ({ prefix, operations: ['ListObjectsV2'] }),
  'listing the bucket': () => ({ operations: ['ListObjectsV2'] }),
  'copying below a prefix': (prefix) => ({ prefix, operations: ['CopyObject', 'GetObject', 'PutObject'] }),
}

/** Of what one action of IAM is for more than one operation, only one is here: IAM cannot tell them apart. */
const requests = (folder, [key, ...others]) => [
  ...[key, ...others].map((key) => ['GetObject', { key }]),
  ['GetObject', { key, versionId: 'null' }],
  ...[folder, `${folder}a`, folder.slice(0, -1), undefined].map((prefix) => ['ListObjectsV2', { prefix }]),
  ...[key, ...others].map((key) => ['PutObject', { key }]),
  ...others.map((from) => ['CopyObject', { key, copySource: { bucket: 'e2e', key: from } }]),
  ...[...others, key].map((key) => ['DeleteObject', { key }]),
]
