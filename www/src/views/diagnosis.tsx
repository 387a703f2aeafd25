// What was found out about a failure.

import type { ComparedLine, Diagnosis, Finding as Found } from 'edgesign/debug'
import { corsRule } from '../cors.ts'
import type { failure } from '../failure.ts'
import { Fold } from '../parts/fold.tsx'
import { Callout, Code } from '../parts/text.tsx'
import { readHeaders } from '../signing.ts'

const CERTAINTY = { certain: 'Certain', likely: 'Likely', possible: 'Possible' }
const TONES = { certain: 'bad', likely: 'warn', possible: 'note' } as const

interface Props {
  finding: Found
  isFirst: boolean
  request: typeof failure.value
}

export function Finding({ finding, isFirst, request }: Props) {
  const { code, certainty, sentence, evidence, change, tell } = finding
  return (
    <article class={isFirst ? 'finding first' : 'finding'}>
      <Callout tone={TONES[certainty]}>
        <p>
          <span class="tag">{CERTAINTY[certainty]}</span> <strong>{sentence}</strong>
        </p>
        {evidence.length > 0 && (
          <ul>
            {evidence.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
      </Callout>
      <h3>What to change</h3>
      <p>{change}</p>
      {code === 'cors' && (
        <Code
          text={corsRule({ ...request, method: request.method || 'GET' }, Object.keys(readHeaders(request.headers)))}
          what="the CORS rule"
        />
      )}
      <Fold summary="How to tell">
        <p>{tell}</p>
      </Fold>
    </article>
  )
}

type Canonical = NonNullable<Diagnosis['canonicalRequest']>

/** What was sent beside what the server says it got, line by line. */
export function Compared({ sent, server, lines }: Canonical) {
  if (server === undefined) {
    return (
      <>
        <h3>The canonical request of what was sent</h3>
        <Code text={sent} what="the canonical request" />
      </>
    )
  }
  const different = lines.filter(({ same }) => !same)
  return (
    <>
      <h3>The canonical request, as sent and as the server has it</h3>
      {different.length === 0 && <p>They are the same: so the key, or what it was derived from, is another one.</p>}
      {different.length > 0 && (
        <div class="compared">
          {different.map((line, i) => (
            <Line key={i} line={line} />
          ))}
        </div>
      )}
      <Fold summary="All of it">
        <Code text={sent} what="the canonical request as sent" />
        <Code text={server} what="the canonical request of the server" />
      </Fold>
    </>
  )
}

function Line({ line: { part, sent, server, marks } }: { line: ComparedLine }) {
  return (
    <dl>
      <dt>{part}, as sent</dt>
      <dd class="mono">{sent === undefined ? <em>not there</em> : <MarkedText text={sent} range={marks?.sent} />}</dd>
      <dt>{part}, at the server</dt>
      <dd class="mono">
        {server === undefined ? <em>not there</em> : <MarkedText text={server} range={marks?.server} />}
      </dd>
    </dl>
  )
}

function MarkedText({ text, range }: { text: string; range: readonly [number, number] | undefined }) {
  const [from, to] = range ?? [0, text.length]
  return (
    <>
      {text.slice(0, from)}
      <mark class="different">{text.slice(from, to)}</mark>
      {text.slice(to)}
    </>
  )
}
