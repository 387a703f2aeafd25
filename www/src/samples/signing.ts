// Code that signs the same: edgesign, boto3, the AWS CLI.

import { optionField, operationEntry, type OptionName } from '../fields.ts'
import { provider } from '../providers.ts'
import type { Settings } from '../settings.ts'
import { optionsOf, readHeaders, type Signer } from '../signing.ts'
import { js, literal, python, shell } from './quote.ts'

export function edgesign({ settings, local, credentials }: Signer): string {
  const isForm = settings.operation === 'PostObject'
  const endpoint = provider(settings.provider).code(settings, local)
  const maker = /^\w+/.exec(endpoint)?.[0]
  const options = literal(optionsOf(settings)).replace(/^\{ ?\n?|\n?\s*\}$/g, '')
  const name = isForm ? 'presignPost' : 'presign'
  const first = isForm ? '' : `${js(settings.operation)}, `
  const result = isForm ? 'url, fields' : 'url, method, headers'
  const token = credentials.sessionToken ? ', sessionToken: env.SESSION_TOKEN' : ''
  return `import { ${name} } from 'edgesign'
import { ${maker} } from 'edgesign/endpoints'

const credentials = { accessKeyId: env.ACCESS_KEY_ID, secretAccessKey: env.SECRET_ACCESS_KEY${token} }
const { ${result} } = ${name}(${first}{
  endpoint: ${endpoint},
  credentials,
  ${options.trim().replace(/,$/, '')},
})`
}

export function boto3(signer: Signer): string {
  const { settings } = signer
  const call = settings.operation === 'PostObject' ? botoForm(settings) : botoUrl(settings)
  return `import boto3
from botocore.config import Config

s3 = boto3.client(
    "s3",
    ${[...place(signer).map(([name, value]) => `${name}=${python(value)},\n    `), 'config=Config('].join('')}
        signature_version="s3v4",
        s3={"addressing_style": ${python(styleOf(signer))}},
        request_checksum_calculation="when_required",
    ),
)
${call}`
}

function place({ settings, local }: Signer): [string, string][] {
  const { region, url } = provider(settings.provider).endpoint(settings, local)
  return [['region_name', region], ...(url ? ([['endpoint_url', url]] as [string, string][]) : [])]
}

function styleOf({ settings, local }: Signer) {
  const { url, addressingStyle } = provider(settings.provider).endpoint(settings, local)
  return (addressingStyle ?? (url ? 'path' : 'virtual-hosted')) === 'path' ? 'path' : 'virtual'
}

/** `get_object` of `GetObject`, as boto3 makes it. */
const snake = (name: string) => name.replace(/(?<=[a-z])[A-Z]|(?<=.)V2/g, (c) => `_${c}`).toLowerCase()

function botoUrl(settings: Settings): string {
  const { Headers, ...parameters } = botoParameters(settings)
  const lines = Object.entries(parameters).map(([name, value]) => `        ${python(name)}: ${python(value)},\n`)
  const warning = Headers ? `# boto3 binds none of these by name: ${Object.keys(Headers).join(', ')}\n` : ''
  return `${warning}url = s3.generate_presigned_url(
    ${python(snake(settings.operation))},
    Params={\n${lines.join('')}    },
    ExpiresIn=${settings.expiresIn},
)`
}

function botoParameters(settings: Settings): Record<string, unknown> & { Headers?: Record<string, string> } {
  const { fields, noKey } = operationEntry(settings.operation)
  const parameters: Record<string, unknown> = { Bucket: settings.bucket, ...(noKey ? {} : { Key: settings.key }) }
  for (const name of fields.filter((name) => settings[name] !== '')) {
    const { boto, kind } = optionField(name)
    if (boto) parameters[boto] = botoValue(name, kind === 'number' ? Number(settings[name]) : settings[name])
  }
  const headers = fields.includes('headers') ? readHeaders(settings.headers) : {}
  return { ...parameters, ...(Object.keys(headers).length > 0 && botoHeaders(headers, settings.operation)) }
}

const STORES = ['PutObject', 'CopyObject', 'CreateMultipartUpload']

/** Metadata has a parameter of its own where an object is stored; what is left has none. */
function botoHeaders(headers: Record<string, string>, operation: string) {
  const isMetadata = ([name]: [string, string]) => STORES.includes(operation) && name.startsWith('x-amz-meta-')
  const entries = Object.entries(headers)
  const metadata = entries.filter(isMetadata).map(([name, value]) => [name.slice('x-amz-meta-'.length), value])
  const rest = entries.filter((entry) => !isMetadata(entry))
  return {
    ...(metadata.length > 0 && { Metadata: Object.fromEntries(metadata) }),
    ...(rest.length > 0 && { Headers: Object.fromEntries(rest) }),
  }
}

function botoValue(name: OptionName, value: string | number) {
  if (name !== 'copySource') return value
  const [bucket, ...key] = String(value).split('/')
  return { Bucket: bucket, Key: key.join('/') }
}

function botoForm({ bucket, key, expiresIn, contentType, leastLength, mostLength }: Settings): string {
  const conditions: unknown[] = contentType ? [{ 'Content-Type': contentType }] : []
  const least = Number(leastLength || 0)
  if (leastLength || mostLength) conditions.push(['content-length-range', least, Number(mostLength || 5 * 1024 ** 3)])
  return `post = s3.generate_presigned_post(
    ${python(bucket)},
    ${python(key)},
    Fields=${python(contentType ? { 'Content-Type': contentType } : {})},
    Conditions=${python(conditions)},
    ExpiresIn=${expiresIn},
)
# post["url"], post["fields"]`
}

/** It presigns downloads only, binds nothing, and unless it is told, signs as S3 did before 2014. */
export function awsCli(signer: Signer): string | undefined {
  const { operation, bucket, key, expiresIn } = signer.settings
  if (operation !== 'GetObject') return undefined
  const flag = (name: string) => (name === 'region_name' ? 'region' : 'endpoint-url')
  const flags = place(signer).map(([name, value]) => `--${flag(name)} ${shell(value)}`)
  const line = [`aws s3 presign ${shell(`s3://${bucket}/${key}`)}`, `--expires-in ${expiresIn}`, ...flags]
  return `aws configure set default.s3.signature_version s3v4
aws configure set default.s3.addressing_style ${styleOf(signer)}
${line.join(' \\\n  ')}`
}
