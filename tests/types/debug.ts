// What callers of `edgesign/debug` may write, and what they may not.

import type { Credentials } from 'edgesign'
import {
  CAUSES,
  type Cause,
  type CauseCode,
  type ComparedLine,
  type Diagnosis,
  type Failure,
  type Finding,
  type Form,
  type InspectOptions,
  type Inspection,
  type NotInspected,
  type Scheme,
  diagnose,
  inspect,
} from 'edgesign/debug'
import { type Same, expect } from './expect.js'

declare const credentials: Credentials
declare const form: Form
declare const options: InspectOptions
declare const failure: Failure

expect<Same<ReturnType<typeof inspect>, Inspection | NotInspected>>()
expect<Same<ReturnType<typeof diagnose>, Diagnosis>>()
expect<Same<Diagnosis['causes'], readonly Finding[]>>()
expect<Same<Inspection['scheme'], Scheme | undefined>>()
expect<Same<(typeof CAUSES)[CauseCode], Cause>>()
expect<Same<Finding['code'], CauseCode>>()
export const code: CauseCode = 'cors'
// @ts-expect-error there is no such cause
export const none: CauseCode = 'cross'

const found = inspect('https://media.s3.eu-west-1.amazonaws.com/a.txt', { now: new Date(), method: 'GET' })
if (found.ok) expect<Same<typeof found.bucket, string | undefined>>()
else expect<Same<typeof found.problem, string>>()
inspect(form, options)
inspect(new URL('https://a'))
diagnose({ url: new URL('https://a') })
diagnose(failure)
diagnose({ url: 'https://a', headers: new Headers(), status: 403, body: '', credentials, now: '2026-11-25T12:00:00Z' })
const lines: readonly ComparedLine[] | undefined = diagnose({ url: 'https://a' }).canonicalRequest?.lines
expect<Same<NonNullable<typeof lines>, readonly ComparedLine[]>>()
// @ts-expect-error what was sent?
diagnose({ status: 403 })
// @ts-expect-error a status is a number
diagnose({ url: 'https://a', status: '403' })
// @ts-expect-error not all fields are there before it is known whether it is a URL
export const length: number = found.bucket.length
// @ts-expect-error a result is read only
diagnose({ url: 'https://a' }).causes = []
