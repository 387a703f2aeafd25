// Code that sends what was signed: curl, fetch, XMLHttpRequest.

import type { Presigned, PresignedPost } from 'edgesign'
import { js, literal, shell } from './quote.ts'

const PARTS = '<CompleteMultipartUpload>…</CompleteMultipartUpload>'

/** The headers to set, and what to send. */
export interface Sending {
  presigned: Presigned
  body: 'file' | 'parts' | undefined
  fileName: string
}

export function curl({ presigned: { url, method, headers }, body, fileName }: Sending): string {
  const flags = method === 'HEAD' ? ['--head'] : method === 'GET' ? [] : [`-X ${method}`]
  for (const [name, value] of Object.entries(headers)) flags.push(`-H ${shell(`${name}: ${value}`)}`)
  // curl adds a content type to a body unless it is told not to.
  if (body && !('content-type' in headers)) flags.push("-H 'content-type:'")
  if (body === 'file') flags.push(`--data-binary ${shell(`@${fileName}`)}`)
  if (body === 'parts') flags.push(`--data-binary ${shell(PARTS)}`)
  return ['curl', ...flags.map((flag) => `${flag} \\\n `), shell(url)].join(' ')
}

export function curlForm({ url, fields }: PresignedPost, fileName: string): string {
  const parts = Object.entries(fields).map(([name, value]) => `--form-string ${shell(`${name}=${value}`)}`)
  return ['curl', ...[...parts, `-F ${shell(`file=@${fileName}`)}`].map((part) => `${part} \\\n `), shell(url)].join(
    ' ',
  )
}

export function fetchCode({ presigned: { url, method, headers }, body }: Sending): string {
  const init = [
    ...(method === 'GET' ? [] : [`method: ${js(method)}`]),
    ...(Object.keys(headers).length > 0 ? [`headers: ${literal(headers, '  ')}`] : []),
    ...(body === 'file' ? ['body: file'] : body === 'parts' ? [`body: ${js(PARTS)}`] : []),
  ]
  const options = init.length > 0 ? `, {\n${init.map((line) => `  ${line},\n`).join('')}}` : ''
  const read = method === 'GET' ? '\nconst bytes = await response.blob()' : ''
  return `const url =\n  ${js(url)}\nconst response = await fetch(url${options})
if (!response.ok) throw new Error(await response.text())${read}`
}

export function fetchForm({ url, fields }: PresignedPost): string {
  return `const fields = ${literal(fields)}
const form = new FormData()
for (const [name, value] of Object.entries(fields)) form.append(name, value)
form.append('file', file) // the last one
const response = await fetch(${js(url)}, { method: 'POST', body: form })
if (!response.ok) throw new Error(await response.text())`
}

export function xhr({ presigned: { url, method, headers }, body }: Sending): string {
  const set = Object.entries(headers).map(([name, value]) => `request.setRequestHeader(${js(name)}, ${js(value)})\n`)
  const side = body === 'file' ? 'request.upload' : 'request'
  return `const request = new XMLHttpRequest()
request.open(${js(method)}, ${js(url)})
${set.join('')}${side}.onprogress = ({ loaded, total }) => (progress.value = loaded / total)
request.onload = () => console.log(request.status)
request.onerror = () => console.log('no answer: is there a CORS rule?')
request.send(${body === 'file' ? 'file' : body === 'parts' ? js(PARTS) : ''}) // request.abort() cancels`
}
