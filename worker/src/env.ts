// What the Worker is bound to: see wrangler.jsonc and README.md.

import type { SigningKeyCredentials } from 'edgesign'
import type { DenyListStore } from './denials.ts'

/** What the vendor answers: errors thrown across RPC would lose their code. */
export type VendorReply = { credentials: SigningKeyCredentials[] } | { error: { code: string; message: string } }

export interface Env {
  VENDOR: { credentials(): Promise<VendorReply> }
  DENIALS: { getByName(name: string): DenyListStore }
  RATE_LIMIT: { limit(options: { key: string }): Promise<{ success: boolean }> }
  // Variables, as config.ts reads them.
  ENDPOINT?: unknown
  GRANT?: unknown
  JWT?: unknown
  JWT_SECRET?: unknown
  OPERATOR_AUDIENCE?: unknown
  DENIALS_CACHE_SECONDS?: unknown
  MIN_EXPIRES_IN?: unknown
  UPLOADS?: unknown
  CORS_ORIGINS?: unknown
}
