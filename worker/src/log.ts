// One line of JSON per request: never a token, a signature, a whole URL or a whole key.

import type { Caller } from './token.ts'

export interface LogEntry {
  method: string
  /** As in openapi.json: with no key in it. */
  route?: string
  status?: number
  code?: string
  /** A hash: subjects may be names or addresses. */
  subject?: string
  operation?: string
  count?: number
  bucket?: string
  /** The caller's, from its grant. */
  prefix?: string
  /** Where an error came from that nobody expected: places in the code, without its message, which may hold anything. */
  trace?: string[]
}

export function writeLog(entry: LogEntry) {
  console.log(JSON.stringify(entry))
}

export async function hashOf({ issuer, subject }: Caller): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${issuer}\n${subject}`))
  return Array.from(new Uint8Array(hash, 0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What happened beside requests. */
export function writeEvent(event: string, code: string) {
  console.log(JSON.stringify({ event, code: String(code).slice(0, 64) }))
}

export function traceOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [typeof error]
  const places = (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line))
  const { name, code = '' } = error as { name: string; code?: unknown }
  return [`${name} ${String(code)}`.trim(), ...places.slice(0, 5).map((line) => line.trim())]
}
