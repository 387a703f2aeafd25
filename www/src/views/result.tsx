// What was signed: the URL or the form, how long it lives, what the sender has to send, and what to do with it.

import { signal } from '@preact/signals'
import type { Presigned, PresignedPost } from 'edgesign'
import { Copy } from '../parts/copy.tsx'
import { Qr } from '../parts/qr.tsx'
import { Callout, Countdown, Facts } from '../parts/text.tsx'
import { ColouredUrl, looked, Meaning } from '../parts/url.tsx'
import { go } from '../route.ts'
import { layoutOf } from '../signing.ts'
import { formText } from '../failure.ts'
import { outcome, signAgain, signer } from '../store.ts'
import { splitUrl } from '../url-parts.ts'
import { inspectBuilt } from './inspect.tsx'

export function Result() {
  const found = outcome.value
  return (
    <section class="card result" aria-labelledby="result">
      {found.kind === 'url' && <UrlResult presigned={found.presigned} />}
      {found.kind === 'form' && <FormResult post={found.post} />}
      {found.kind === 'error' && (
        <>
          <h2 id="result">Nothing is signed</h2>
          <Callout tone="bad">
            <p>{found.message}</p>
            <p class="mono">{found.code}</p>
          </Callout>
        </>
      )}
    </section>
  )
}

function UrlResult({ presigned }: { presigned: Presigned }) {
  const pieces = splitUrl(presigned.url, layoutOf(signer(), presigned.url))
  const onPick = (id: string) => {
    looked.value = id
    document.querySelector('#stages mark.looked')?.scrollIntoView({ block: 'center', behavior: 'smooth' })
  }
  return (
    <>
      <div class="heading">
        <h2 id="result">
          <span class="method">{presigned.method}</span> The URL
        </h2>
        <Copy text={presigned.url} what="the URL" />
      </div>
      <ColouredUrl pieces={pieces} onPick={onPick} />
      <Meaning pieces={pieces} />
      <Life {...presigned} />
      <RequiredHeaders {...presigned} />
      <Actions url={presigned.url} />
    </>
  )
}

function Life({ expiresAt, limitedBy }: Pick<Presigned, 'expiresAt' | 'limitedBy'>) {
  const why = limitedBy === 'request' ? '' : `, as the ${limitedBy} allow`
  return (
    <Facts
      facts={[
        ['Works for', <Countdown until={expiresAt} />],
        ['Until', `${expiresAt.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })}${why}`],
      ]}
    />
  )
}

function RequiredHeaders({ headers, contentLength }: Presigned) {
  const entries = Object.entries(headers)
  if (contentLength !== undefined) entries.push(['content-length', String(contentLength)])
  return (
    <>
      <h3>Headers the sender must set</h3>
      {entries.length === 0 ? (
        <p class="quiet-text">None.</p>
      ) : (
        <ul class="mono plain-list">
          {entries.map(([name, value]) => (
            <li key={name}>
              <strong>{name}:</strong> {value}
              {name === 'content-length' && <span class="quiet-text"> (browsers set it by themselves)</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const showsQr = signal(false)

function inspect() {
  inspectBuilt()
  go('inspect')
}

const Ways = () => (
  <>
    <button type="button" class="main" onClick={() => go('try')}>
      Try it
    </button>
    <button type="button" onClick={inspect}>
      Inspect it
    </button>
  </>
)

function Actions({ url }: { url: string }) {
  return (
    <>
      <div class="actions">
        <Ways />
        <button type="button" aria-expanded={showsQr.value} onClick={() => (showsQr.value = !showsQr.value)}>
          QR code
        </button>
        <button type="button" onClick={signAgain}>
          Sign again
        </button>
      </div>
      {showsQr.value && <Qr text={url} />}
    </>
  )
}

function FormResult({ post }: { post: PresignedPost }) {
  return (
    <>
      <div class="heading">
        <h2 id="result">
          <span class="method">POST</span> The form
        </h2>
        <Copy text={formText(post)} what="the form as JSON" />
      </div>
      <div class="url mono">{post.url}</div>
      <table>
        <caption>Its fields, before the file</caption>
        <tbody class="mono">
          {Object.entries(post.fields).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {post.warnings.length > 0 && <Callout tone="warn">{post.warnings.join(', ')}</Callout>}
      <Life {...post} />
      <div class="actions">
        <Ways />
      </div>
    </>
  )
}
