// What was typed. Nothing of it is repeated in an error: it may be a secret in the wrong place.
//
// Source: https://docs.aws.amazon.com/cli/latest/reference/s3/presign.html, and for the address PresignCommand of the
// AWS CLI (awscli/customizations/s3/subcommands.py): `s3://` is cut off, the bucket ends at the first slash, and what
// follows is the key as it is.

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

export const USAGE = `Usage: edgesign presign s3://bucket/key [options]
       edgesign inspect URL [options]
       edgesign diagnose [URL] [options]

presign prints a presigned URL, as "aws s3 presign" does, always by Signature Version 4 and for the region's own host.
The key is taken as it is: nothing in it is encoded yet.

  --expires-in N        how long the URL works, in seconds: 1 to 604800; default: 3600
  --method METHOD       GET (default), HEAD, PUT or DELETE
  --region NAME         default: AWS_REGION, AWS_DEFAULT_REGION, or the profile's
  --endpoint-url URL    any S3-compatible service; default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL,
                        or the profile's, or else AWS
  --profile NAME        its keys come before those of the environment; default: AWS_PROFILE, AWS_DEFAULT_PROFILE
  --json                prints url, method, headers, expiresAt, expiresIn and limitedBy

inspect says what a presigned URL is, where it goes, how long it works, and what its holder can do with it. diagnose
says why a request with it failed. Neither sends anything, and neither prints a signature, a token or a secret.

  --method METHOD       that was sent, or is meant: a URL does not say it
  --fields FILE         of a form, as JSON: its fields by their names; - reads standard input
  --json                prints what the library returns

diagnose has more:
  --status N            of the answer
  --body FILE           of the answer; - reads standard input
  --request FILE        what was sent: a transcript of curl -v, or the request's lines; - reads standard input
  --profile NAME        whose keys may have signed: they tell a wrong secret from all else; default: as above

Without URL, diagnose reads a transcript of curl -v, which has all of it:
  curl -v 'URL' 2>&1 | edgesign diagnose

  -h, --help            prints this
  --version             prints the version

Credentials come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, and their end in
AWS_CREDENTIAL_EXPIRATION), or from the shared files, ~/.aws/credentials before ~/.aws/config. Those of SSO, a role or a
program come through version 2 of the AWS CLI:
  eval "$(aws configure export-credentials --profile NAME --format env)"
  aws configure export-credentials --profile NAME --format powershell | Invoke-Expression

Exit status: 0 with a result, 1 if there is none, 2 if this usage is not followed. Errors are one line on standard
error, with a code such as ERR_CREDENTIALS_UNAVAILABLE.
`

/** What each method means for an object. */
const OPERATIONS = /** @type {const} */ ({
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
})

const OPTIONS = /** @type {const} */ ({
  'expires-in': { type: 'string' },
  method: { type: 'string' },
  region: { type: 'string' },
  'endpoint-url': { type: 'string' },
  profile: { type: 'string' },
  status: { type: 'string' },
  body: { type: 'string' },
  fields: { type: 'string' },
  request: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
})

/** What each command reads, with the options that it has. */
const COMMANDS = /** @type {const} */ ({
  presign: { read: readPresign, options: ['expires-in', 'method', 'region', 'endpoint-url', 'profile', 'json'] },
  inspect: { read: readInspect, options: ['method', 'fields', 'json'] },
  diagnose: { read: readDiagnose, options: ['status', 'body', 'request', 'method', 'fields', 'profile', 'json'] },
})

/** @typedef {ReturnType<typeof readPresign>} Asked */
/** @typedef {ReturnType<typeof readInspect>} AskedInspection */
/** @typedef {ReturnType<typeof readDiagnose>} AskedDiagnosis */
/** @typedef {ReturnType<typeof parse>['values']} Values */

/** @param {string[]} argv */
export function readArguments(argv) {
  const { values, positionals } = parse(argv)
  if (values.help) return { show: /** @type {const} */ ('help') }
  if (values.version) return { show: /** @type {const} */ ('version') }
  const [name = '', address, ...rest] = positionals
  if (!Object.hasOwn(COMMANDS, name)) throw usageError(`expected the command ${Object.keys(COMMANDS).join(', ')}`)
  const command = /** @type {keyof typeof COMMANDS} */ (name)
  const { read, options } = COMMANDS[command]
  const names = /** @type {readonly string[]} */ (options)
  const other = Object.keys(values).find((option) => option !== 'json' && !names.includes(option))
  if (other !== undefined) throw usageError(`${command}: there is no --${other}`)
  if (rest.length > 0) throw usageError(`${command}: expected one address; in a shell, quote it`)
  return read(address, values)
}

/** Whether it is from standard input that a command line reads the rest. @param {string[]} argv */
export function readsInput(argv) {
  try {
    const asked = readArguments(argv)
    if (!('command' in asked) || asked.command === 'presign') return false
    return filesOf(asked).includes('-')
  } catch {
    return false
  }
}

/** The files that a command line names. @param {{ fields: string | undefined, body?: string | undefined, request?: string | undefined }} asked */
const filesOf = ({ fields, body, request }) => [fields, body, request]

/** The version of the package. */
export function version() {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}

/**
 * @param {string | undefined} address
 * @param {Values} values
 */
function readPresign(address, values) {
  if (address === undefined) throw usageError('presign: expected an address, as in s3://bucket/key')
  const path = address.replace(/^s3:\/\//, '')
  const [bucket = ''] = path.split('/', 1)
  return {
    show: undefined,
    command: /** @type {const} */ ('presign'),
    bucket,
    key: path.slice(bucket.length + 1),
    operation: readMethod(values.method ?? 'GET'),
    expiresIn: readSeconds(values['expires-in'] ?? '3600'),
    region: given('region', values.region),
    endpointUrl: given('endpoint-url', values['endpoint-url']),
    profile: given('profile', values.profile),
    json: values.json,
  }
}

/**
 * @param {string | undefined} url
 * @param {Values} values
 */
function readInspect(url, { method, fields, json }) {
  if (url === undefined) throw usageError('inspect: expected a URL; in a shell, quote it')
  const command = /** @type {const} */ ('inspect')
  return { show: undefined, command, url, method: readAnyMethod(method), fields: given('fields', fields), json }
}

/**
 * @param {string | undefined} url
 * @param {Values} values
 */
function readDiagnose(url, { status, body, request, method, fields, profile, json }) {
  if (status !== undefined && !/^\d{3}$/.test(status)) throw usageError('--status: expected three digits')
  const asked = {
    show: undefined,
    command: /** @type {const} */ ('diagnose'),
    url,
    status: status === undefined ? undefined : Number(status),
    body: given('body', body),
    request: given('request', request) ?? (url === undefined ? '-' : undefined),
    method: readAnyMethod(method),
    fields: given('fields', fields),
    profile: given('profile', profile),
    json,
  }
  if (filesOf(asked).filter((file) => file === '-').length > 1)
    throw usageError('diagnose: standard input is one thing: the request, the body or the fields')
  return asked
}

/** @param {string[]} argv */
function parse(argv) {
  try {
    return parseArgs({ args: argv, options: OPTIONS, allowPositionals: true })
  } catch (/** @type {any} */ error) {
    // What Node says of a known option names that option and no more; of an unknown one, it repeats what was typed.
    const isKnown = error?.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'
    const names = Object.keys(OPTIONS).map((name) => `--${name}`)
    throw usageError(isKnown ? error.message.split('\n')[0] : `an option is not known; there are ${names.join(', ')}`)
  }
}

/** @param {string} text */
function readMethod(text) {
  const method = text.toUpperCase()
  if (Object.hasOwn(OPERATIONS, method)) return OPERATIONS[/** @type {keyof typeof OPERATIONS} */ (method)]
  throw usageError(`--method: expected ${Object.keys(OPERATIONS).join(', ')}`)
}

/** @param {string | undefined} text */
function readAnyMethod(text) {
  if (text !== undefined && !/^[A-Za-z]+$/.test(text)) throw usageError('--method: expected a method')
  return text
}

/** @param {string} text */
function readSeconds(text) {
  if (!/^-?\d+$/.test(text)) throw usageError('--expires-in: expected a whole number of seconds')
  return Number(text)
}

/**
 * @param {string} name
 * @param {string | undefined} value
 */
function given(name, value) {
  if (value === '') throw usageError(`--${name}: expected a value`)
  return value
}

/** @param {string} message */
export const usageError = (message) =>
  Object.assign(new Error(`${message} (see edgesign --help)`), { code: 'ERR_USAGE' })
