// `edgesign inspect` and `edgesign diagnose`: from what was typed, files and standard input to a report.

import { readFileSync } from 'node:fs'
import { diagnose, inspect } from '../debug/index.js'
import { pickCredentials } from './credentials.js'
import { readProfile } from './profile.js'
import { diagnosisText, inspectionText } from './report.js'
import { readTranscript } from './transcript.js'

/** @typedef {import('./main.js').Outcome} Outcome */
/** @typedef {{ variable: import('./profile.js').Variable, home: string, hasColour: boolean, input: string }} Machine */

/**
 * @param {{ url: string, json: boolean }} asked
 * @param {boolean} hasColour
 * @returns {Outcome}
 */
export function inspected({ url, json }, hasColour) {
  const found = inspect(url)
  return outcome(found.ok, json ? asJson(found) : inspectionText(found, hasColour))
}

/**
 * @param {import('./arguments.js').AskedDiagnosis} asked
 * @param {Machine} machine
 * @returns {Outcome}
 */
export function diagnosed(asked, machine) {
  const read = (/** @type {string} */ file) => (file === '-' ? machine.input : readFile(file))
  const { sent, ...answer } = asked.request === undefined ? NOTHING : readTranscript(read(asked.request))
  const url = asked.url ?? sent?.url
  if (url === undefined) throw noRequest()
  const found = diagnose({
    url,
    method: asked.method ?? sent?.method,
    headers: sent?.headers,
    status: asked.status ?? answer.status,
    body: asked.body === undefined ? answer.body : read(asked.body),
    responseHeaders: answer.responseHeaders,
    credentials: credentialsFor(url, asked.profile, machine),
  })
  return outcome(found.inspection.ok, asked.json ? asJson(found) : diagnosisText(found, machine.hasColour))
}

const NOTHING = { sent: undefined, status: undefined, body: undefined, responseHeaders: undefined }

/**
 * Those that may have signed it, if they are at hand: by themselves they are no use, so an error about them is none here,
 * unless they were asked for.
 *
 * @param {string} url
 * @param {string | undefined} profile
 * @param {Machine} machine
 */
function credentialsFor(url, profile, { variable, home }) {
  const inspection = inspect(url)
  try {
    const credentials = pickCredentials(variable, readProfile(profile, variable, home))
    return inspection.ok && credentials.accessKeyId === inspection.accessKeyId ? credentials : undefined
  } catch (error) {
    if (profile !== undefined) throw error
    return undefined
  }
}

/** @param {string} file */
function readFile(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (/** @type {any} */ error) {
    throw Object.assign(new Error(`a file cannot be read: ${error?.code}`), { code: 'ERR_USAGE' })
  }
}

const noRequest = () =>
  Object.assign(
    new Error('diagnose: expected a URL, or a transcript of curl -v on standard input (see edgesign --help)'),
    {
      code: 'ERR_USAGE',
    },
  )

/** @param {unknown} value */
const asJson = (value) => `${JSON.stringify(value, null, 2)}\n`

/**
 * @param {boolean} isFound
 * @param {string} stdout
 * @returns {Outcome}
 */
const outcome = (isFound, stdout) => ({ status: isFound ? 0 : 1, stdout, stderr: '' })
