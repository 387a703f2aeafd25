// What callers of `edgesign/endpoints` may write, and what they may not.

import { Presigner, presign } from 'edgesign'
import type { AddressingStyle as Style, Endpoint as EndpointOfIndex, SecretCredentials } from 'edgesign'
import { type AddressingStyle, type Endpoint, aws, custom, r2 } from 'edgesign/endpoints'
import { type Same, expect } from './expect.js'

declare const credentials: SecretCredentials
declare const style: AddressingStyle | undefined
const accountId = '0'.repeat(32)

expect<Same<Endpoint, EndpointOfIndex>>()
expect<Same<AddressingStyle, Style>>()
expect<Same<AddressingStyle, 'virtual-hosted' | 'path'>>()

const endpoint = aws({ region: 'eu-west-1' })
expect<Same<typeof endpoint, Endpoint>>()
expect<Same<Endpoint['region'], string>>()
expect<Same<ReturnType<typeof r2>, Endpoint>>()
expect<Same<ReturnType<typeof custom>, Endpoint>>()
// @ts-expect-error frozen
endpoint.region = 'eu-west-2'

// What may be absent may be undefined.
aws({ region: 'eu-west-1', addressingStyle: style })
custom({ url: 'http://127.0.0.1:9000', region: 'us-east-1', addressingStyle: style })
r2({ accountId, jurisdiction: undefined })
r2({ accountId, jurisdiction: 'eu' })
// @ts-expect-error which region?
aws({})
// @ts-expect-error which region?
aws()
// @ts-expect-error a region alone is no object
aws('eu-west-1')
// @ts-expect-error no such style
aws({ region: 'eu-west-1', addressingStyle: 'vhost' })
// @ts-expect-error which account?
r2({})
// @ts-expect-error no such jurisdiction
r2({ accountId, jurisdiction: 'us' })
// @ts-expect-error R2's region is auto
r2({ accountId, region: 'auto' })
// @ts-expect-error where?
custom({ region: 'us-east-1' })
// @ts-expect-error a URL would be written anew
custom({ url: new URL('http://127.0.0.1:9000'), region: 'us-east-1' })

// Where they go.
new Presigner({ endpoint, credentials })
new Presigner({ endpoint: r2({ accountId }), credentials })
presign('GetObject', { endpoint: { region: 'eu-west-1' }, bucket: 'media', key: 'k', credentials })
presign('GetObject', {
  endpoint: 'https://s3.example.com',
  region: 'us-east-1',
  bucket: 'media',
  key: 'k',
  credentials,
})
// @ts-expect-error plain data, with a region
new Presigner({ endpoint: { url: 'https://s3.example.com' }, credentials })
