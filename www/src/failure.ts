// The failure that Debug explains: as it was typed, or as Try has seen it.

import { signal } from '@preact/signals'
import { headerLines } from './parts/text.tsx'
import type { Answer } from './try/send.ts'

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

const MOST = 100_000

export async function failOf({ request, status, headers, body }: Answer) {
  // A browser sets it by itself; of a form, it is that of all its parts.
  const size = request.body instanceof Blob && !request.fields ? [['content-length', String(request.body.size)]] : []
  failure.value = {
    url: request.url,
    fields: request.fields ? JSON.stringify(request.fields, null, 2) : '',
    method: request.method,
    headers: headerLines([...Object.entries(request.headers), ...size] as [string, string][]),
    status: String(status),
    body: status === 0 ? 'Failed to fetch' : await body.slice(0, MOST).text(),
    responseHeaders: headerLines(headers),
  }
  wasTried.value = true
}
