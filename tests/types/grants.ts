// What callers of `edgesign/grants` may write, and what they may not.

import type { Grant as GrantOfIndex } from 'edgesign'
import {
  type Grant,
  type IamPolicyOptions,
  type Policy,
  type PolicyStatement,
  revokeSessionsBefore,
  toDenyPolicy,
  toIamPolicy,
} from 'edgesign/grants'
import { type Same, expect } from './expect.js'

declare const grant: Grant
declare const age: number | undefined

expect<Same<Grant, GrantOfIndex>>()
expect<Same<ReturnType<typeof toIamPolicy>, Policy>>()
expect<Same<ReturnType<typeof toDenyPolicy>, Policy>>()
expect<Same<ReturnType<typeof revokeSessionsBefore>, Policy>>()
expect<Same<Policy['Statement'], PolicyStatement[]>>()
expect<Same<IamPolicyOptions['authType'], 'REST-QUERY-STRING' | 'REST-HEADER' | 'POST' | undefined>>()

toIamPolicy(grant)
toIamPolicy(grant, { authType: 'REST-QUERY-STRING', maxSignatureAge: age, maxLength: 2048, partition: 'aws-cn' })
toIamPolicy({ bucket: 'media', keys: ['a'], operations: ['GetObject'] })
toDenyPolicy('everything', { partition: 'aws-cn' })
revokeSessionsBefore(new Date())
revokeSessionsBefore('2026-11-25T12:00:00Z')
// @ts-expect-error what is allowed?
toIamPolicy()
// @ts-expect-error everything is never allowed
toIamPolicy('everything')
// @ts-expect-error no such operation
toIamPolicy({ bucket: 'media', operations: ['getObject'] })
// @ts-expect-error no such kind
toIamPolicy(grant, { authType: 'REST' })
// @ts-expect-error seconds
toIamPolicy(grant, { maxSignatureAge: '900' })
// @ts-expect-error a denial has no conditions
toDenyPolicy(grant, { authType: 'POST' })
// @ts-expect-error anything but a grant is everything, spelt out
toDenyPolicy('all')
// @ts-expect-error a date, not milliseconds
revokeSessionsBefore(Date.now())
