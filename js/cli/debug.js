// `edgesign inspect` and `edgesign diagnose`: from what was typed, files and standard input to a report.

import { readFileSync } from 'node:fs'
import { diagnose, inspect } from '../debug/index.js'
import { usageError } from './arguments.js'
import { pickCredentials } from './credentials.js'
import { readProfile } from './profile.js'
import { diagnosisText, inspectionText } from './report.js'
import { readTranscript } from './transcript.js'

/** @typedef {import('./main.js').Outcome} Outcome */
/** @typedef {{ variable: import('./profile.js').Variable, home: string, hasColour: boolean, input: string }} Machine */

/**
 * @param {import('./arguments.js').AskedInspection} asked
 * @param {boolean} hasColour
 * @param {string} input
 * @returns {Outcome}
 */
export function inspected({ url, method, fields: file, json }, hasColour, input) {
  const fields = readFields(file, input)
  const found = inspect(fields === undefined ? url : { url, fields }, { method })
  return outcome(found.ok, json ? asJson(found) : inspectionText(found, hasColour))
}

/**
 * @param {import('./arguments.js').AskedDiagnosis} asked
 * @param {Machine} machine
 * @returns {Outcome}
 */
export function diagnosed(asked, machine) {
  const read = (/** @type {string} */ file) => readFile(file, machine.input)
  const { sent, ...answer } = asked.request === undefined ? NOTHING : readTranscript(read(asked.request))
  const url = asked.url ?? sent?.url
  if (url === undefined) throw noRequest()
  const fields = readFields(asked.fields, machine.input)
  const found = diagnose({
    url,
    fields,
    method: asked.method ?? sent?.method,
    headers: sent?.headers,
    status: asked.status ?? answer.status,
    body: asked.body === undefined ? answer.body : read(asked.body),
    responseHeaders: answer.responseHeaders,
    credentials: credentialsFor(
      fields === undefined ? url : { url, fields },
      sent?.headers['authorization'] ?? '',
      asked.profile,
      machine,
    ),
  })
  return outcome(found.inspection.ok, asked.json ? asJson(found) : diagnosisText(found, machine.hasColour))
}

const NOTHING = { sent: undefined, status: undefined, body: undefined, responseHeaders: undefined }

/**
 * Those that may have signed it, if they are at hand: by themselves they are no use, so an error about them is none here,
 * unless they were asked for.
 *
 * @param {Parameters<typeof inspect>[0]} signed
 * @param {string} authorization
 * @param {string | undefined} profile
 * @param {Machine} machine
 */
function credentialsFor(signed, authorization, profile, { variable, home }) {
  const inspection = inspect(signed)
  try {
    const credentials = pickCredentials(variable, readProfile(profile, variable, home))
    const { accessKeyId } = credentials
    const isOfUrl = inspection.ok && accessKeyId === inspection.accessKeyId
    return isOfUrl || authorization.includes(`Credential=${accessKeyId}/`) ? credentials : undefined
  } catch (error) {
    if (profile !== undefined) throw error
    return undefined
  }
}

/**
 * The fields of a form: alone, or within what `presignPost` returns.
 *
 * @param {string | undefined} file
 * @param {string} input
 * @returns {Record<string, string> | undefined}
 */
function readFields(file, input) {
  if (file === undefined) return undefined
  const given = parsed(readFile(file, input))
  const fields = typeof given?.fields === 'object' ? given.fields : given
  const isForm = typeof fields === 'object' && fields !== null && !Array.isArray(fields)
  if (isForm && Object.values(fields).every((value) => typeof value === 'string')) return fields
  throw usageError('--fields: expected JSON, an object of texts')
}

/** @param {string} json @returns {any} undefined if it is none */
function parsed(json) {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** @param {string} file @param {string} input */
function readFile(file, input) {
  if (file === '-') return input
  try {
    return readFileSync(file, 'utf8')
  } catch (/** @type {any} */ error) {
    throw usageError(`a file cannot be read: ${error?.code}`)
  }
}

const noRequest = () => usageError('diagnose: expected a URL, or a transcript of curl -v on standard input')

/**
 * JSON that is safe to print: what moves the cursor or the direction of writing is escaped, which reads as the same.
 *
 * @param {unknown} value
 */
function asJson(value) {
  const json = JSON.stringify(value, null, 2).replace(/[^\P{Cc}\n]|[\p{Cf}\u2028\u2029]/gu, escaped)
  return `${json}\n`
}

/** Each half of what JSON writes as two is escaped. @param {string} sign */
const escaped = (sign) =>
  Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')

/**
 * @param {boolean} isFound
 * @param {string} stdout
 * @returns {Outcome}
 */
const outcome = (isFound, stdout) => ({ status: isFound ? 0 : 1, stdout, stderr: '' })
