// What goes along with a request.

import type { Context } from 'hono'
import type { Env } from './env.ts'
import type { LogEntry } from './log.ts'
import type { Service } from './service.ts'
import type { Caller } from './token.ts'

export interface Types {
  Bindings: Env
  Variables: { log: LogEntry; service: Service; caller: Caller }
}

export type RequestContext = Context<Types>
