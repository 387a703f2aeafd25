// The routes, and what is true of every one of them.

import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import type { RequestContext, Types } from './context.ts'
import { ServiceError, toServiceError } from './errors.ts'
import { hashOf, traceOf, writeLog } from './log.ts'
import { OBJECTS, objectRoute } from './objects.ts'
import { deleteDenial, listDenials, putDenial } from './operators.ts'
import { presignRoute } from './presign.ts'
import { serviceOf } from './service.ts'
import { uploadRoute } from './uploads.ts'

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
}

/** Sets the headers of every reply, and writes its line to the log. */
const everyReply = createMiddleware<Types>(async (c, next) => {
  c.set('log', { method: c.req.method })
  await next()
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value)
  writeLog({ ...c.var.log, route: routePath(c, -1), status: c.res.status })
})

/** Reads the configuration, once per isolate. */
const configured = createMiddleware<Types>(async (c, next) => {
  c.set('service', serviceOf(c.env))
  await next()
})

const crossOrigin = cors({
  origin: (origin, c: RequestContext) => (c.var.service.config.corsOrigins.includes(origin) ? origin : null),
  allowHeaders: ['authorization', 'content-type'],
  allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  maxAge: 600,
})

/** Lets in who has a token with a grant, as often as the rate limit allows. */
const callers = createMiddleware<Types>(async (c, next) => {
  const { jwt, grant } = c.var.service.config
  await enter(c, jwt.audience, [jwt.grantClaim])
  c.var.log.bucket = grant.bucket
  const { prefix } = Object(c.var.caller.grant) as { prefix?: unknown }
  if (typeof prefix === 'string') c.var.log.prefix = prefix.slice(0, 128)
  await next()
})

/** Lets in operators, where there are any: their tokens are for an audience of their own. */
const operators = createMiddleware<Types>(async (c, next) => {
  const { operatorAudience } = c.var.service.config
  if (operatorAudience === undefined) return c.notFound()
  await enter(c, operatorAudience, [])
  const denied = await c.var.service.denials.read()
  denied.checkCaller(c.var.caller)
  return next()
})

async function enter(c: RequestContext, audience: string, claims: string[]) {
  const caller = await c.var.service.tokens.verify(c.req.header('authorization'), audience, claims)
  c.set('caller', caller)
  c.var.log.subject = await hashOf(caller)
  const { success } = await c.env.RATE_LIMIT.limit({ key: `${caller.issuer}\n${caller.subject}` })
  if (!success) throw new ServiceError(429, 'ERR_TOO_MANY_REQUESTS', 'too many requests: try again in a minute')
}

export const app = new Hono<Types>()
app.use(everyReply, configured, crossOrigin)
app.get('/healthz', (c) => c.json({ status: 'ok' }))
app.post('/v1/presign', callers, presignRoute)
app.get(`${OBJECTS}*`, callers, objectRoute)
app.post('/v1/uploads', callers, uploadRoute)
app.get('/v1/denials', operators, listDenials)
app.put('/v1/denials', operators, putDenial)
app.delete('/v1/denials', operators, deleteDenial)

app.notFound(() => {
  throw new ServiceError(404, 'ERR_NOT_FOUND', 'no such route')
})

app.onError((thrown, c) => {
  const { status, code, message, index } = toServiceError(thrown)
  c.var.log.code = code
  if (code === 'ERR_INTERNAL') c.var.log.trace = traceOf(thrown)
  if (status === 401) c.header('www-authenticate', 'Bearer')
  if (status === 429) c.header('retry-after', '60')
  return c.json({ error: { code, message, index } }, status)
})
