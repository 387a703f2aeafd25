// One question to a provider of credentials: sent within a time, answered within a size, or an error that says why not.

import { SigningError, argTypeError, isSigningError } from '../errors.js'
import { integer } from '../values.js'
import { readCredentials, readRefusal, short } from './reply.js'

/** How a question is sent. */
export const SEND = ['signal', 'timeout', 'fetch']

/** @typedef {{ url: string, method: string, headers: Readonly<Record<string, string>>, body?: string }} Request */

/**
 * @param {string} action
 * @param {Request} request
 * @param {import('../values.js').Options} options
 */
export async function ask(action, request, { signal, timeout = 10_000, fetch = globalThis.fetch }) {
  if (typeof fetch !== 'function') throw argTypeError('fetch', 'a function')
  if (signal !== undefined && typeof signal?.addEventListener !== 'function')
    throw argTypeError('signal', 'an AbortSignal')
  const milliseconds = Number(integer('timeout', timeout, 1, 2 ** 31 - 1))
  const fail = failureOf(action)
  return within({ signal, milliseconds, fail }, (stopped) => answer(action, request, { fetch, stopped, fail }))
}

/** @typedef {(what: string, details?: ConstructorParameters<typeof SigningError>[2]) => SigningError} Fail */

/**
 * @param {string} action
 * @returns {Fail}
 */
const failureOf = (action) => (what, details) =>
  new SigningError('ERR_CREDENTIALS_UNAVAILABLE', `${action}: ${what}`, details)

/**
 * @param {string} action
 * @param {Request} request
 * @param {{ fetch: typeof globalThis.fetch, stopped: AbortSignal, fail: Fail }} how
 */
async function answer(action, { url, ...request }, { fetch, stopped, fail }) {
  const response = await fetch(url, { ...request, redirect: 'manual', signal: stopped })
  const { status, headers } = response
  const requestId = short(headers.get('x-amzn-requestid') ?? headers.get('x-amz-request-id'))
  // Nothing that is signed or secret goes wherever an answer points, and nothing is believed that comes from there.
  if (response.redirected || response.type === 'opaqueredirect' || (status >= 300 && status < 400))
    throw fail('a redirect, which is not followed', { status, requestId })
  if (status !== 200) {
    const { providerCode, ...named } = readRefusal(await textOf(response).catch(() => '')) // the status counts
    const details = { providerCode, requestId: named.requestId ?? requestId, status }
    throw fail(`refused with ${[status, providerCode].filter(Boolean).join(' ')}`, details)
  }
  const body = await textOf(response)
  const isXml = /^(text|application)\/xml *(;|$)/i.test(headers.get('content-type') ?? '')
  const credentials = isXml ? readCredentials(action, body) : 'not XML'
  if (typeof credentials === 'string') throw fail(`a wrong answer: ${credentials}`, { status, requestId })
  return credentials
}

/** No answer is longer: a session token has some thousand characters at most. */
const MAX_BYTES = 65_536

/** @param {Response} response */
async function textOf({ body }) {
  if (body === null) return ''
  const [reader, decoder] = [body.getReader(), new TextDecoder('utf-8', { fatal: true })]
  let [text, length] = ['', 0]
  for (let reads = 0; reads <= MAX_BYTES && length <= MAX_BYTES; reads++) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    length += value.length
    text += decoder.decode(value, { stream: true })
  }
  throw new Error(`an answer of more than ${MAX_BYTES} bytes`)
}

/**
 * Runs until it is done, aborted or out of time, also if what it waits for does not mind its signal.
 *
 * @template T
 * @param {{ signal: AbortSignal | undefined, milliseconds: number, fail: Fail }} ways how it may end early
 * @param {(stopped: AbortSignal) => Promise<T>} run
 * @returns {Promise<T>}
 */
async function within({ signal, milliseconds, fail }, run) {
  if (signal?.aborted) throw fail('aborted', { cause: signal.reason })
  const controller = new AbortController()
  /** @type {(error: SigningError) => void} */
  let stop = () => {}
  /** @type {Promise<never>} */
  const stopped = new Promise((_, reject) => (stop = reject))
  const abort = () => stop(fail('aborted', { cause: signal?.reason }))
  const timer = setTimeout(() => stop(fail(`no answer within ${milliseconds} ms`)), milliseconds)
  signal?.addEventListener('abort', abort)
  try {
    return await Promise.race([stopped, run(controller.signal)])
  } catch (cause) {
    throw isOwn(cause) ? cause : fail('the request failed', { cause })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
    controller.abort() // whatever is still on its way
  }
}

/** @param {unknown} error */
const isOwn = (error) => isSigningError(error) && error.code === 'ERR_CREDENTIALS_UNAVAILABLE'
