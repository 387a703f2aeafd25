// The deny list: who may not, and where nobody may. One Durable Object holds it, so that a change is there at once for
// whoever asks; KV may take a minute.

import { DurableObject } from 'cloudflare:workers'

export type DenialKind = 'subject' | 'tokenId' | 'prefix'

export interface Denial {
  kind: DenialKind
  value: string
  /** ISO 8601; absent: for ever. */
  until?: string
}

/** The object, as its stub shows it. */
export interface DenyListStore {
  list(): Promise<Denial[]>
  put(denial: Denial): Promise<boolean>
  remove(kind: DenialKind, value: string): Promise<boolean>
}

/** Every isolate reads all of it, so it is short. */
export const MAX_DENIALS = 1000

export class Denials extends DurableObject {
  readonly #sql: SqlStorage

  constructor(state: DurableObjectState, env: unknown) {
    super(state, env as never)
    this.#sql = state.storage.sql
    this.#sql.exec(
      'CREATE TABLE IF NOT EXISTS denials (kind TEXT, value TEXT, until INTEGER, PRIMARY KEY (kind, value))',
    )
  }

  /** Those in force. */
  list(): Denial[] {
    this.#sql.exec('DELETE FROM denials WHERE until <= ?', Date.now())
    const rows = this.#sql.exec<{ kind: DenialKind; value: string; until: number | null }>(
      'SELECT kind, value, until FROM denials ORDER BY kind, value',
    )
    return Array.from(rows, ({ kind, value, until }) => ({
      kind,
      value,
      ...(until !== null && { until: new Date(until).toISOString() }),
    }))
  }

  /** Adds one, or gives it another end; false if the list is full. */
  put({ kind, value, until }: Denial): boolean {
    const others = this.list().filter((other) => other.kind !== kind || other.value !== value)
    if (others.length >= MAX_DENIALS) return false
    const end = until === undefined ? null : Date.parse(until)
    this.#sql.exec('INSERT OR REPLACE INTO denials (kind, value, until) VALUES (?, ?, ?)', kind, value, end)
    return true
  }

  /** Whether it was there. */
  remove(kind: DenialKind, value: string): boolean {
    return this.#sql.exec('DELETE FROM denials WHERE kind = ? AND value = ?', kind, value).rowsWritten > 0
  }
}
