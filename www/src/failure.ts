// The failure that Debug explains: as it was typed, or as Try has seen it.

import { signal } from '@preact/signals'
import { headerLines } from './parts/text.tsx'
import { headersOf, type Answer } from './try/send.ts'

export const NO_FAILURE = {
  url: '',
  /** Of a form, as JSON. */
  fields: '',
  method: '',
  headers: '',
  status: '',
  body: '',
  responseHeaders: '',
}

export const failure = signal(NO_FAILURE)
/** Whether this page sent it, so that what was sent is known. */
export const wasTried = signal(false)

interface Form {
  url: string
  fields: Readonly<Record<string, string>>
}

/** A form as Build copies it: what a URL is for the others. */
export const formText = ({ url, fields }: Form) => JSON.stringify({ url, fields }, null, 2)

export function readForm(text: string): Form | undefined {
  try {
    const { url, fields } = JSON.parse(text)
    return typeof url === 'string' && typeof fields === 'object' ? { url, fields } : undefined
  } catch {
    return undefined
  }
}

/** The fields of Debug for what was pasted: a URL or a form. */
export function pasted(text: string) {
  const form = readForm(text)
  return form ? { url: form.url, fields: JSON.stringify(form.fields, null, 2) } : { url: text }
}

const MOST = 100_000

export async function failOf({ request, status, headers, body }: Answer) {
  // A browser sets it by itself; of a form, it is that of all its parts.
  const size = request.body instanceof Blob && !request.fields ? [['content-length', String(request.body.size)]] : []
  failure.value = {
    url: request.url,
    fields: request.fields ? JSON.stringify(request.fields, null, 2) : '',
    method: request.method,
    headers: headerLines([...Object.entries(headersOf(request)), ...size] as [string, string][]),
    status: String(status),
    body: status === 0 ? 'Failed to fetch' : await body.slice(0, MOST).text(),
    responseHeaders: headerLines(headers),
  }
  wasTried.value = true
}
