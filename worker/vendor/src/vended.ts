// What crosses the service binding: signing keys, or why there are none. Errors would lose their codes on the way.

import { type SigningKeyCredentials, isSigningError } from 'edgesign'

export type Vended = { credentials: SigningKeyCredentials[] } | { error: Refusal }

/** Why there are no credentials. The codes are the API. */
export interface Refusal {
  code: string
  message: string
}

/** A variable or secret of the vendor is missing or wrong. */
export class ConfigurationError extends Error {
  readonly code = 'ERR_CONFIGURATION'
}

/** Only errors of this project speak for themselves: nobody knows what is in the message of another. */
export function refused(error: unknown): { error: Refusal } {
  if (!(error instanceof ConfigurationError || isSigningError(error))) return { error: BROKEN }
  return { error: { code: error.code, message: error.message } }
}

const BROKEN: Refusal = { code: 'ERR_CREDENTIALS_UNAVAILABLE', message: 'the vendor of credentials failed' }
