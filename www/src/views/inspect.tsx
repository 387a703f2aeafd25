import { signal } from '@preact/signals'
import { inspect, type Inspection } from 'edgesign/debug'
import { Field, Select } from '../parts/field.tsx'
import { Callout, Code, Countdown, duration, Facts } from '../parts/text.tsx'
import { go } from '../route.ts'
import { now, outcome } from '../store.ts'
import { failure, formText, NO_FAILURE, pasted, readForm, wasTried } from '../failure.ts'

export const inspected = signal('')
/** Unknown unless it is said: a URL does not say its method. */
const method = signal('')

export function inspectBuilt() {
  const found = outcome.value
  if (found.kind === 'url') [inspected.value, method.value] = [found.presigned.url, found.presigned.method]
  if (found.kind === 'form') [inspected.value, method.value] = [formText(found.post), 'POST']
}

export function Inspect() {
  const text = inspected.value.trim()
  const given = readForm(text) ?? text
  const found = text === '' ? undefined : inspect(given, { now: now.value, method: method.value || undefined })
  return (
    <>
      <header class="lead">
        <h1>Inspect a presigned URL</h1>
        <p>What it is, what it allows, and what its holder could do. No secret is needed, and nothing is sent.</p>
      </header>
      <div class="card">
        <Field
          label="A presigned URL"
          rows={4}
          value={inspected.value}
          onInput={(value) => (inspected.value = value)}
          placeholder="https://bucket.s3.eu-west-1.amazonaws.com/key?X-Amz-Algorithm=…"
          hint="Of S3 or what speaks its protocol: signed by SigV4, SigV4A, SigV2 or Google; or a form as JSON: url and fields"
          error={found && !found.ok ? found.problem : undefined}
        />
        <div class="pair">
          <Select
            label="Method"
            value={method.value}
            choices={METHODS.map((name) => [name, name || 'Not known'])}
            onChange={(name) => (method.value = name)}
            hint="A URL does not say it, but is good for one only"
          />
        </div>
        <div class="actions">
          <button type="button" onClick={inspectBuilt} disabled={outcome.value.kind === 'error'}>
            Take the one from Build
          </button>
          <button type="button" disabled={!found?.ok} onClick={debug}>
            It fails? Debug it
          </button>
        </div>
      </div>
      {found?.ok && <Found found={found} />}
    </>
  )
}

const METHODS = ['', 'GET', 'HEAD', 'PUT', 'POST', 'DELETE']

function debug() {
  failure.value = { ...NO_FAILURE, ...pasted(inspected.value.trim()), method: method.value }
  wasTried.value = false
  go('debug')
}

function Found({ found }: { found: Inspection }) {
  return (
    <div class="columns even">
      <section class="card" aria-labelledby="what">
        <h2 id="what">What it is</h2>
        <State found={found} />
        <Address found={found} />
        <Signature found={found} />
      </section>
      <div>
        <Warnings found={found} />
        <Bound found={found} />
      </div>
    </div>
  )
}

const STATES = {
  valid: ['good', 'Valid: it works for another '],
  expired: ['bad', 'Expired '],
  'not-yet-valid': ['warn', 'Not valid yet: begins in '],
} as const

function State({ found: { state, signedAt, expiresAt } }: { found: Inspection }) {
  if (!state) return <Callout tone="warn">It does not say how long it lives.</Callout>
  const [tone, text] = STATES[state]
  return (
    <Callout tone={tone}>
      <strong>
        {text}
        {state === 'valid' && <Countdown until={expiresAt!} />}
        {state === 'not-yet-valid' && <Countdown until={signedAt!} />}
        {state === 'expired' && `${duration(Math.floor((now.value - expiresAt!.getTime()) / 1000))} ago`}
      </strong>
    </Callout>
  )
}

const code = (text: string | undefined) => text !== undefined && <span class="mono">{text}</span>
const known = (text: string | undefined) => (text === undefined ? undefined : code(text))

function Address({ found }: { found: Inspection }) {
  const { operation, operations, provider, host, bucket, key, addressingStyle, isAddressAssumed, region } = found
  return (
    <Facts
      facts={[
        ['Allows', operation ? code(operation) : operations.length > 0 ? code(operations.join(' or ')) : undefined],
        ['Provider', provider ?? 'Not a known one'],
        ['Host', code(host)],
        ['Bucket', known(bucket)],
        ['Key', known(key)],
        ['Style', `${addressingStyle}${isAddressAssumed ? ', by a guess: nobody knows the rules of this host' : ''}`],
        ['Region of the host', known(region)],
      ]}
    />
  )
}

function Signature({ found }: { found: Inspection }) {
  const { scheme, accessKeyId, credentialScope, signedAt, expiresIn, expiresAt } = found
  const scope = credentialScope && [credentialScope.date, credentialScope.region, credentialScope.service]
  return (
    <Facts
      facts={[
        ['Signed with', scheme],
        ['By', known(accessKeyId)],
        ['For', known(scope?.filter((part) => part !== undefined).join('/'))],
        ['At', signedAt?.toUTCString()],
        ['Lives', expiresIn === undefined ? undefined : `${expiresIn} seconds`],
        ['Until', expiresAt?.toUTCString()],
      ]}
    />
  )
}

function Warnings({ found: { warnings, holderMay } }: { found: Inspection }) {
  return (
    <section class="card" aria-labelledby="holder">
      <h2 id="holder">What its holder could do</h2>
      {warnings.map(({ code, text }) => (
        <Callout key={code} tone="warn">
          {sentence(text)}
        </Callout>
      ))}
      {holderMay.length > 0 ? (
        <ul>
          {holderMay.map((text) => (
            <li key={text}>{sentence(text)}</li>
          ))}
        </ul>
      ) : (
        <p class="quiet-text">Nothing beyond what it was made for.</p>
      )}
    </section>
  )
}

/** They are written to stand within one. */
const sentence = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}.`

function Bound({ found }: { found: Inspection }) {
  const { parameters, policy, token } = found
  return (
    <section class="card" aria-labelledby="bound">
      <h2 id="bound">What is bound</h2>
      <p>{boundBy(found)}</p>
      <Facts facts={parameters.map(([name, value]) => [name, code(value || '(empty)')] as const)} />
      {token?.claims && <Code text={JSON.stringify(token.claims, null, 2)} what="what the token says" />}
      {policy && <Code text={JSON.stringify(policy, null, 2)} what="the policy" />}
    </section>
  )
}

/** What a signature covers differs by scheme. https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html */
function boundBy({ scheme, signedHeaders }: Inspection) {
  if (scheme === undefined) return 'Nothing: there is no signature.'
  if (scheme === 'POST')
    return 'What the policy says of each field. Whatever no condition names, the sender may not send, but for the file.'
  if (scheme === 'SigV2')
    return 'Method, bucket, key and the time it ends; of the parameters, those that name a subresource or change the answer; and the headers content-md5, content-type and x-amz-*, so that one that was not signed breaks it. The host, the other headers and the body are the sender’s choice.'
  return (
    <>
      Method, host, path and every parameter. And the headers{' '}
      <span class="mono">{signedHeaders.join(', ') || 'none'}</span>: sent as they were signed, or refused. The other
      headers, and the body unless its checksum is among these, are the sender’s choice.
    </>
  )
}
