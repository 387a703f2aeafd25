// What the tests of every runtime expect with: none has the same assertions.

import { SigningError } from 'edgesign'

/** AWS's documented example. */
export const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

/**
 * Runs with a clock that says one time after another, and then the last.
 *
 * @template T
 * @param {number[]} times
 * @param {() => T} run
 */
export function atTimes(times, run) {
  const { now } = Date
  Date.now = () => Number(times.length > 1 ? times.shift() : times[0])
  try {
    return run()
  } finally {
    Date.now = now
  }
}

/** @param {unknown} actual @param {unknown} expected */
export function equal(actual, expected) {
  if (actual !== expected) throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`)
}

/** @param {unknown} actual @param {unknown} expected */
export function same(actual, expected) {
  equal(JSON.stringify(actual), JSON.stringify(expected))
}

/** @param {() => unknown} run */
export function thrown(run) {
  try {
    run()
  } catch (error) {
    return /** @type {any} */ (error)
  }
  throw new Error('expected an error')
}

/**
 * The error has its code, is of the kind that the code says, and shows no secret wherever it may be logged.
 *
 * @param {() => unknown} run
 * @param {string} code
 */
export function throws(run, code) {
  const error = thrown(run)
  if (error.code !== code) throw new Error(`expected ${code}, got ${error.code}: ${error.message}`)
  const isType = code === 'ERR_INVALID_ARG_TYPE'
  same([error instanceof TypeError, error instanceof SigningError], [isType, !isType])
  equal([error.message, error.stack, error.cause, JSON.stringify(error)].join().includes(secretAccessKey), false)
  return error
}
