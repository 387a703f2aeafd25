// Sends a request, and gives what comes back.

export interface SentRequest {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  /** Of a form. */
  fields?: Readonly<Record<string, string>>
  body?: Blob | string
}

export interface Answer {
  request: SentRequest
  /** The page's own policy has stopped it. */
  isStopped: boolean
  /** Whatever the status: the answer is an error. */
  hasFailed: boolean
  /** 0 where the browser shows nothing of the answer. */
  status: number
  headers: [name: string, value: string][]
  body: Blob
  milliseconds: number
}

export interface Progress {
  loaded: number
  /** 0: not known. */
  total: number
}

interface Options {
  signal: AbortSignal
  onProgress?: (progress: Progress) => void
}

/** Gives the answer, whatever it is. Throws when it is cancelled, and only then. */
export async function send(request: SentRequest, options: Options): Promise<Answer> {
  const start = performance.now()
  const answer = await (request.body === undefined ? ask(request, options) : upload(request, options))
  const milliseconds = performance.now() - start
  const isAnswered = answer.status !== 0
  return {
    request,
    ...answer,
    milliseconds,
    isStopped: !isAnswered && (await isStopped(request)),
    hasFailed: isAnswered && request.method !== 'GET' && (await saysError(answer)),
  }
}

/** What takes long, such as joining parts or copying, may fail with status 200. */
const saysError = async ({ body }: Received) => (await body.slice(0, 500).text()).includes('<Error>')

/** Where the policy has stopped a request: browsers say it to the page, and not to who sends. */
const stopped = new Set<string | undefined>()
const originOf = (url: string) => /^https?:\/\/[^/?#]+/.exec(url)?.[0]
addEventListener('securitypolicyviolation', ({ blockedURI }) => stopped.add(originOf(blockedURI)))

async function isStopped({ url }: SentRequest) {
  // It may be said after the request has failed.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return stopped.has(originOf(url))
}

type Received = Pick<Answer, 'status' | 'headers' | 'body'>

const NOTHING: Received = { status: 0, headers: [], body: new Blob() }

/** Past the cache: what counts is what the bucket says now. */
async function ask({ method, url, headers }: SentRequest, { signal, onProgress }: Options): Promise<Received> {
  try {
    const response = await fetch(url, { method, headers, signal, cache: 'no-store', credentials: 'omit' })
    const type = response.headers.get('content-type') ?? ''
    return { status: response.status, headers: [...response.headers], body: await read(response, type, onProgress) }
  } catch {
    signal.throwIfAborted()
    return NOTHING
  }
}

async function read(response: Response, type: string, onProgress: Options['onProgress']): Promise<Blob> {
  if (!onProgress) return response.blob()
  const total = Number(response.headers.get('content-length') ?? 0)
  const chunks: Uint8Array<ArrayBuffer>[] = []
  const reader = response.body?.getReader()
  let loaded = 0
  for (let read = await reader?.read(); read && !read.done; read = await reader!.read()) {
    chunks.push(read.value)
    loaded += read.value.length
    onProgress({ loaded, total })
  }
  return new Blob(chunks, { type })
}

/** By XMLHttpRequest: `fetch` does not tell how far an upload is. */
function upload(request: SentRequest, { signal, onProgress }: Options): Promise<Received> {
  const xhr = new XMLHttpRequest()
  const { promise, resolve, reject } = Promise.withResolvers<Received>()
  xhr.open(request.method, request.url)
  for (const [name, value] of Object.entries(request.headers)) xhr.setRequestHeader(name, value)
  xhr.responseType = 'blob'
  xhr.upload.addEventListener('progress', ({ loaded, total }) => onProgress?.({ loaded, total }))
  xhr.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')))
  xhr.addEventListener('loadend', () => resolve(xhr.status === 0 ? NOTHING : received(xhr)))
  signal.addEventListener('abort', () => xhr.abort(), { once: true })
  if (signal.aborted) xhr.abort()
  else xhr.send(bodyOf(request))
  return promise
}

function received(xhr: XMLHttpRequest): Received {
  const lines = xhr
    .getAllResponseHeaders()
    .split('\r\n')
    .filter((line) => line !== '')
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  return { status: xhr.status, headers, body: xhr.response ?? new Blob() }
}

/** What is sent: a browser adds the type of a file that has one. */
export function headersOf({ headers, fields, body }: SentRequest): Record<string, string> {
  const isTyped = body instanceof Blob && body.type !== '' && !fields && !('content-type' in headers)
  return isTyped ? { ...headers, 'content-type': body.type } : { ...headers }
}

/** The file of a form comes last: S3 reads no field after it. */
function bodyOf({ fields, body }: SentRequest): XMLHttpRequestBodyInit | null {
  if (!fields) return body ?? null
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  if (body !== undefined) form.append('file', body)
  return form
}

export const isOk = ({ status, hasFailed }: Answer) => status >= 200 && status < 300 && !hasFailed
export const headerOf = ({ headers }: Answer, name: string) => headers.find(([n]) => n === name)?.[1]

/** The text of the first element of that name. */
export function elementText(xml: Document | Element, name: string): string {
  return xml.getElementsByTagName(name)[0]?.textContent ?? ''
}

export const parseXml = async ({ body }: Answer) => new DOMParser().parseFromString(await body.text(), 'text/xml')
