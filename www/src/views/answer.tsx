// The answer to a request, and what to do when it failed.

import { useEffect, useMemo, useState } from 'preact/hooks'
import { corsRule } from '../cors.ts'
import { Fold } from '../parts/fold.tsx'
import { Callout, Code, Facts, headerLines, size } from '../parts/text.tsx'
import { go } from '../route.ts'
import { headerOf, headersOf, isOk, type Answer, type SentRequest } from '../try/send.ts'
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
          text={`${request.method} ${request.url}\n${headerLines(Object.entries(headersOf(request)))}`}
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

function Failed({ answer: { status, request, isStopped } }: { answer: Answer }) {
  if (isStopped) return <Stopped />
  return (
    <Callout tone="bad">
      {status === 0 ? <Silence request={request} /> : <p>The server refused it, or does not have it.</p>}
      <button type="button" class="main" onClick={() => go('debug')}>
        Why? Debug it
      </button>
    </Callout>
  )
}

function Stopped() {
  return (
    <Callout tone="bad">
      <p>
        It was not sent. This page’s own policy (CSP) lets requests go over https, and on this machine to{' '}
        <span class="mono">127.0.0.1</span> and <span class="mono">localhost</span>; no CORS rule changes that. The code
        that Build shows can send it.
      </p>
    </Callout>
  )
}

function Silence({ request }: { request: SentRequest }) {
  const isLocal = settings.value.provider === 'local'
  return (
    <>
      <p>
        The browser shows a page nothing of an answer that does not name the page’s origin (CORS), and says the same
        when there was no answer at all. {!isLocal && 'A bucket needs a rule for this page:'}
      </p>
      {!isLocal && <Code text={corsRule(request, Object.keys(headersOf(request)))} what="the CORS rule" />}
    </>
  )
}

function Body({ answer }: { answer: Answer }) {
  const [shown, show] = useState<Shown | undefined>(undefined)
  useEffect(() => {
    let isCurrent = true
    show(undefined)
    void shownAs(answer.body, headerOf(answer, 'content-type') ?? '').then((found) => isCurrent && show(found))
    return () => void (isCurrent = false)
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
