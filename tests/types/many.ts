// What callers of `edgesign/many` may write, and what they may not.

import { Presigner, presignChunks, presignMany } from 'edgesign/many'
import { initialize } from 'edgesign/many/slim'
import module from 'edgesign/many.wasm'

const credentials = { accessKeyId: '', secretAccessKey: '' }
const options = { region: 'eu-west-1', bucket: 'media', keys: ['a'], credentials }

initialize(module)
presignMany('GetObject', { ...options, response: { contentType: 'text/plain' } }).urls satisfies readonly string[]
presignMany('PutObject', { ...options, keys: new Set(['a']), contentType: 'a/b' }).headers satisfies object
for (const { urls, expiresAt } of presignChunks('GetObject', options))
  [urls, expiresAt] satisfies [readonly string[], Date]
new Presigner(options).within({ bucket: 'media', operations: ['GetObject'] }).presignMany('GetObject', { keys: [] })

// @ts-expect-error a bucket has no keys
presignMany('HeadBucket', options)
// @ts-expect-error keys, not key
presignMany('GetObject', { ...options, key: 'a' })
// @ts-expect-error no keys
presignMany('GetObject', { region: 'eu-west-1', credentials })
// @ts-expect-error numbers
presignMany('GetObject', { ...options, keys: [1] })
// @ts-expect-error one URL is `presign`'s
presignMany('GetObject', options).url satisfies unknown
