// A request that is not let in, and why: AWS's code, and the status to answer with.

/**
 * @param {string} code
 * @param {string} detail
 * @param {number} [status]
 * @returns {import('./index.d.ts').Refused}
 */
export const refusal = (code, detail, status = 400) =>
  Object.freeze({ ok: false, code: /** @type {any} */ (code), detail, status })
