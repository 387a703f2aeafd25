// What can go wrong. The codes are the API; messages are for people and may change.

/**
 * The one error that signing throws: look at its `code`.
 *
 * @example
 * try {
 *   presigner.presign('GetObject', { key })
 * } catch (error) {
 *   if (isSigningError(error) && error.code === 'ERR_INVALID_KEY') return new Response(error.message, { status: 400 })
 *   throw error
 * }
 */
export class SigningError extends Error {
  /**
   * @param {import('./index.d.ts').SigningErrorCode} code
   * @param {string} message
   * @param {{ cause?: unknown, providerCode?: string | undefined, requestId?: string | undefined, status?: number | undefined, index?: number | undefined }} [options]
   */
  constructor(code, message, { cause, ...facts } = {}) {
    super(message, cause === undefined ? cause : { cause })
    this.name = 'SigningError' // a literal: it survives minification
    this.code = code
    for (const [name, fact] of Object.entries(facts)) if (fact !== undefined) Object.assign(this, { [name]: fact })
  }
}

/**
 * Whether `error` is a {@link SigningError}, also one of another copy of this package.
 *
 * @param {unknown} error
 * @returns {error is SigningError}
 */
export function isSigningError(error) {
  return (
    error instanceof Error && error.name === 'SigningError' && typeof (/** @type {any} */ (error).code) === 'string'
  )
}

/**
 * The error for a value of the wrong JavaScript type.
 *
 * @param {string} name
 * @param {string} expected
 */
export function argTypeError(name, expected) {
  return Object.assign(new TypeError(`${name}: expected ${expected}`), { code: 'ERR_INVALID_ARG_TYPE' })
}
