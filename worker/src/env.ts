// What the Worker is bound to: see wrangler.jsonc and README.md.

import type { Vended } from '../vendor/src/vended.ts'
import type { DenyListStore } from './denials.ts'

export interface Env {
  VENDOR: { credentials(): Promise<Vended> }
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
