// What callers of `edgesign/verify` may write, and what they may not.

import { type Credentials, type OperationName, presign } from 'edgesign'
import { type RefusalCode, type Refused, type Verified, verify } from 'edgesign/verify'
import { initialize } from 'edgesign/verify/slim'
import { type Same, expect } from './expect.js'

declare const credentials: Credentials
declare const request: Request
declare const data: FormData
const options = { region: 'eu-west-1', credentials }
const url = 'https://s3.example.com/media'

const verified = verify(request, options)
expect<Same<typeof verified, Verified | Refused>>()
if (verified.ok) {
  expect<Same<typeof verified.operation, OperationName | undefined>>()
} else {
  expect<Same<typeof verified.code, RefusalCode>>()
}
const looked = verify(request, { region: 'eu-west-1', lookup: async () => undefined })
expect<Same<typeof looked, Promise<Verified | Refused>>>()

verify(presign('GetObject', { ...options, bucket: 'media', key: 'k' }), options)
verify({ method: 'GET', url, headers: { host: 'h', 'x-a': ['1', '2'], cookie: undefined } }, options)
verify({ method: 'GET', url, headers: new Headers() }, { ...options, body: '', now: new Date(), endpoint: url })
verify({ url, fields: data }, options)
verify({ url, fields: { key: 'k' }, contentLength: 1, filename: 'a' }, options)
initialize(new WebAssembly.Module(new Uint8Array()))
// @ts-expect-error who?
verify(request, { region: 'eu-west-1' })
// @ts-expect-error either of them
verify(request, { ...options, lookup: () => undefined })
// @ts-expect-error a URL is a text
verify({ method: 'GET', url: new URL(url) }, options)
// @ts-expect-error a request has a method
verify({ url }, options)
// @ts-expect-error no such option
verify(request, { ...options, bucket: 'media' })
// @ts-expect-error there is a key only where it is verified
verify(request, options).key satisfies unknown
