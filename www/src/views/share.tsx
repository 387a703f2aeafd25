import { signal } from '@preact/signals'
import { Copy } from '../parts/copy.tsx'
import { Field } from '../parts/field.tsx'
import { Callout, Code, Countdown } from '../parts/text.tsx'
import type { Local } from '../local.ts'
import { local } from '../store.ts'
import { alice, check, deny, events, isDenied, share, shared, trouble, type Event } from '../share.ts'
import { Granting } from './granting.tsx'

export function Share() {
  return (
    <>
      <header class="lead">
        <h1>Share and revoke</h1>
        <p>A URL that is out cannot be taken back by itself. But who signed it can be denied: then it ends at once.</p>
      </header>
      {local.value ? <Story local={local.value} /> : <NoServer />}
    </>
  )
}

function Story({ local }: { local: Local }) {
  return (
    <>
      <div class="columns even">
        <div>
          <SignStep local={local} />
          <RevokeStep local={local} />
        </div>
        <Log events={events.value} />
      </div>
      <Granting local={local} />
    </>
  )
}

const key = signal('images/sunset.png')
const lives = signal('600')

function SignStep({ local }: { local: Local }) {
  const seconds = Number(lives.value)
  const isGood = Number.isInteger(seconds) && seconds >= 1 && seconds <= 604_800
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void share(local, key.value, seconds)
  }
  return (
    <form class="card" onSubmit={submit} aria-labelledby="sign">
      <h2 id="sign">1. Alice signs a URL</h2>
      <p>
        Alice is a user of the local server, made for this page: <span class="mono">{alice.accessKeyId}</span>
      </p>
      <div class="pair long-first">
        <Field
          label="Object"
          value={key.value}
          onInput={(text) => (key.value = text)}
          error={troubleAt('key')}
          hint="A key in the bucket"
        />
        <Field
          label="Expires in"
          type="number"
          value={lives.value}
          onInput={(text) => (lives.value = text)}
          hint="Seconds. Try 5, and wait"
          error={isGood ? undefined : 'expected 1 to 604800'}
        />
      </div>
      <div class="actions">
        <button type="submit" class="main" disabled={!isGood || key.value === ''}>
          Sign and check
        </button>
      </div>
      <Trouble at="sign" />
    </form>
  )
}

const troubleAt = (at: string) => (trouble.value?.at === at ? trouble.value.message : undefined)

function Trouble({ at }: { at: string }) {
  const message = troubleAt(at)
  return message === undefined ? null : (
    <p class="error" role="alert">
      {message}
    </p>
  )
}

function RevokeStep({ local }: { local: Local }) {
  const found = shared.value
  const denied = isDenied.value
  return (
    <section class="card" aria-labelledby="revoke">
      <h2 id="revoke">2. The same URL, again and again</h2>
      {found ? (
        <>
          <p class="shared mono">{found.url}</p>
          <p>
            For another <Countdown until={found.expiresAt} />. Alice is{' '}
            <strong class={denied ? 'expired' : 'good'}>{denied ? 'denied' : 'allowed'}</strong>.
          </p>
        </>
      ) : (
        <p class="quiet-text">Sign one first.</p>
      )}
      <div class="actions">
        {found && (
          <a class="button" href={found.url} target="_blank" rel="noopener noreferrer">
            Open in a new tab
          </a>
        )}
        {found && <Copy text={found.url} what="the shared URL" />}
        <button type="button" disabled={!found} onClick={() => check()}>
          Check
        </button>
        <button type="button" class={denied ? '' : 'danger'} disabled={!found} onClick={() => deny(local, !denied)}>
          {denied ? 'Allow Alice' : 'Deny Alice'}
        </button>
      </div>
      <Trouble at="revoke" />
    </section>
  )
}

function Log({ events }: { events: Event[] }) {
  return (
    <section class="card" aria-labelledby="log">
      <h2 id="log">What happened</h2>
      <ol class="log" aria-live="polite">
        {events.map(({ at, what, status, code }) => (
          <li key={`${at.getTime()} ${what}`}>
            <time dateTime={at.toISOString()}>{at.toLocaleTimeString()}</time>
            <span>{what}</span>
            {status !== undefined && (
              <span class={status === 200 ? 'status good' : 'status bad'}>
                {status} {code}
              </span>
            )}
          </li>
        ))}
      </ol>
      {events.length === 0 && <p class="quiet-text">Nothing yet.</p>}
    </section>
  )
}

function NoServer() {
  return (
    <Callout>
      <p>This needs a server whose users can be denied: the local one, which comes with the project.</p>
      <Code text="npm start" what="the command" />
      <p>
        On AWS the same is done by attaching <span class="mono">toDenyPolicy('everything')</span> of{' '}
        <span class="mono">edgesign/grants</span> to the user or role that signs; detached, the URLs work again.
      </p>
    </Callout>
  )
}
