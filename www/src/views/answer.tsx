// The answer to a request, and what to do when it failed.

import { useEffect, useMemo, useState } from 'preact/hooks'
import { Fold } from '../parts/fold.tsx'
import { Callout, Code, Facts, headerLines, size } from '../parts/text.tsx'
import { go } from '../route.ts'
import { headerOf, isOk, type Answer } from '../try/send.ts'
import { shownAs, type Shown } from '../try/show.ts'
import { settings } from '../store.ts'

export function AnswerView({ answer }: { answer: Answer }) {
  const { status, milliseconds, body, headers, request } = answer
  return (
    <section class="card answer" aria-label="The answer">
      <div class="heading" role="status">
        <h2>
          <span class={isOk(answer) ? 'status good' : 'status bad'}>{status || 'No answer'}</span>
        </h2>
        <p class="quiet-text">
          {Math.round(milliseconds)} ms, {size(body.size)}
        </p>
      </div>
      {!isOk(answer) && <Failed answer={answer} />}
      {status !== 0 && <Body answer={answer} />}
      <Fold summary="Request and headers">
        <Code
          text={`${request.method} ${request.url}\n${headerLines(Object.entries(request.headers))}`}
          what="the request"
        />
        <Code
          text={headerLines(headers) || 'Nothing of the answer is shown to the page.'}
          what="the headers of the answer"
        />
      </Fold>
    </section>
  )
}

function Failed({ answer: { status, request } }: { answer: Answer }) {
  return (
    <Callout tone="bad">
      {status === 0 ? (
        <Silence method={request.method} headers={Object.keys(request.headers)} />
      ) : (
        <p>The server refused it, or does not have it.</p>
      )}
      <button type="button" class="main" onClick={() => go('debug')}>
        Why? Debug it
      </button>
    </Callout>
  )
}

function Silence({ method, headers }: { method: string; headers: string[] }) {
  const isLocal = settings.value.provider === 'local'
  return (
    <>
      <p>
        The browser shows a page nothing of an answer that does not name the page’s origin (CORS), and says the same
        when there was no answer at all. {!isLocal && 'A bucket needs a rule for this page:'}
      </p>
      {!isLocal && <Code text={corsRule(method, headers)} what="the CORS rule" />}
    </>
  )
}

/** As the console and the API of S3 take it. */
export function corsRule(method: string, headers: string[]): string {
  const rule = {
    AllowedOrigins: [location.origin],
    AllowedMethods: [method],
    AllowedHeaders: headers,
    ExposeHeaders: ['ETag'],
    MaxAgeSeconds: 3600,
  }
  return JSON.stringify([rule], null, 2)
}

function Body({ answer }: { answer: Answer }) {
  const [shown, show] = useState<Shown | undefined>(undefined)
  useEffect(() => {
    show(undefined)
    void shownAs(answer.body, headerOf(answer, 'content-type') ?? '').then(show)
  }, [answer])
  return (
    <>
      {shown && (
        <div class="shown">
          <ShownBody shown={shown} />
        </div>
      )}
      {isOk(answer) && answer.body.size > 0 && <Save body={answer.body} url={answer.request.url} />}
      <Facts facts={['content-type', 'etag', 'last-modified'].map((name) => [name, headerOf(answer, name)] as const)} />
    </>
  )
}

function ShownBody({ shown }: { shown: Shown }) {
  if (shown.kind === 'nothing') return <p class="quiet-text">The answer has no body.</p>
  if (shown.kind === 'text' || shown.kind === 'bytes') {
    return (
      <>
        <Code text={shown.text} what={shown.kind === 'text' ? 'the text' : 'the first bytes'} />
        {shown.isCut && <p class="quiet-text">Only its beginning is shown.</p>}
      </>
    )
  }
  return <Media kind={shown.kind} blob={shown.blob} />
}

function Media({ kind, blob }: { kind: 'image' | 'video' | 'audio'; blob: Blob }) {
  const url = useObjectUrl(blob)
  const [fails, setFails] = useState(false)
  const onError = () => setFails(true)
  useEffect(() => setFails(false), [blob])
  if (fails) return <p class="quiet-text">Your browser cannot {kind === 'image' ? 'show' : 'play'} it.</p>
  if (!url) return null
  if (kind === 'image') return <img class="media" src={url} onError={onError} alt="What the URL leads to" />
  const Tag = kind
  return <Tag class="media" src={url} controls onError={onError} aria-label="What the URL leads to" />
}

/** Of no type that a browser would open as a page of this origin. */
function Save({ body, url }: { body: Blob; url: string }) {
  const bytes = useMemo(() => body.slice(0, body.size, 'application/octet-stream'), [body])
  const href = useObjectUrl(bytes)
  const name = decodeURIComponent(new URL(url).pathname.split('/').at(-1) || 'answer')
  return (
    <p>
      <a href={href} download={name}>
        Save the bytes
      </a>
    </p>
  )
}

function useObjectUrl(blob: Blob): string | undefined {
  const [url, setUrl] = useState<string | undefined>(undefined)
  useEffect(() => {
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return url
}
