// One line of JSON per request: never a token, a signature, a whole URL or a key. Nor its prefix: it may name the user.

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
  /** What an operator denies or lets in again. */
  denial?: { kind: string; value: string }
  /** Where an error came from that nobody expected: places in the code, without its message, which may hold anything. */
  trace?: string[]
}

export function writeLog(entry: LogEntry) {
  console.log(JSON.stringify(entry))
}

/** Subjects of two issuers may have the same name. */
export async function hashOf(issuer: string, subject: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${issuer}\n${subject}`))
  return Array.from(new Uint8Array(hash, 0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What happened beside requests. */
export function writeEvent(event: string, code: string, message?: string) {
  console.log(JSON.stringify({ event, code: code.slice(0, 64), message: message?.slice(0, 256) }))
}

export function traceOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [typeof error]
  const places = (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line))
  const { name, code = '' } = error as { name: string; code?: unknown }
  return [`${name} ${String(code)}`.trim(), ...places.slice(0, 5).map((line) => line.trim())]
}
