import { signal } from '@preact/signals'
import { diagnose, type Diagnosis, type Failure } from 'edgesign/debug'
import { failure, NO_FAILURE, pasted, readForm, wasTried } from '../failure.ts'
import { Check, Field, Select } from '../parts/field.tsx'
import { Callout } from '../parts/text.tsx'
import { readHeaders } from '../signing.ts'
import { signer } from '../store.ts'
import { examples } from './examples.ts'
import { Compared, Finding } from './diagnosis.tsx'

const usesSecret = signal(true)

export function Debug() {
  const { url } = failure.value
  return (
    <>
      <header class="lead">
        <h1>Debug a failure</h1>
        <p>Paste the URL and what the server answered: the cause, the difference, and what to change.</p>
      </header>
      <div class="columns even">
        <form class="card" onSubmit={(event) => event.preventDefault()} aria-label="What failed">
          {wasTried.value && <Callout>Filled in from what you tried.</Callout>}
          <Request />
          <Answered />
          <Check
            label="Use the secret from Build"
            hint="It stays here, and tells a wrong secret from all else"
            checked={usesSecret.value}
            onChange={(on) => (usesSecret.value = on)}
          />
        </form>
        <div class="sticky">{url === '' ? <Examples /> : <Explained />}</div>
      </div>
    </>
  )
}

type Name = keyof typeof NO_FAILURE

function change(name: Name, value: string) {
  failure.value = { ...failure.value, [name]: value }
  wasTried.value = false
}

/** Of a form that is pasted, the fields go where fields are. */
function changeUrl(text: string) {
  change('url', text)
  if (readForm(text)) failure.value = { ...failure.value, ...pasted(text), method: 'POST' }
}

function Request() {
  const { url, method, headers, fields } = failure.value
  const methods = ['', 'GET', 'HEAD', 'PUT', 'POST', 'DELETE']
  return (
    <>
      <Field
        label="The URL"
        rows={4}
        value={url}
        onInput={changeUrl}
        hint="As it was sent; or a form as JSON: url and fields"
      />
      <Select
        label="Method"
        value={method}
        choices={methods.map((name) => [name, name || 'The one that the URL implies'])}
        onChange={(value) => change('method', value)}
        hint="A URL does not say it, but is good for one only"
      />
      <Field
        label="Headers that were sent"
        rows={2}
        value={headers}
        onInput={(value) => change('headers', value)}
        hint="One a line, name: value. Empty: not known"
      />
      {(fields !== '' || method === 'POST') && (
        <Field
          label="Fields of the form"
          rows={3}
          value={fields}
          onInput={(value) => change('fields', value)}
          hint="If it was a form: as JSON"
          error={fields === '' || parsed(fields) ? undefined : 'this is not JSON'}
        />
      )}
    </>
  )
}

function Answered() {
  const { status, body, responseHeaders } = failure.value
  return (
    <>
      <Field
        label="Status of the answer"
        type="number"
        value={status}
        onInput={(value) => change('status', value)}
        hint="0 where the browser got, or showed, none"
      />
      <Field
        label="Body of the answer"
        rows={6}
        value={body}
        onInput={(value) => change('body', value)}
        hint="The XML, or the error that fetch threw"
      />
      <Field
        label="Headers of the answer"
        rows={2}
        value={responseHeaders}
        onInput={(value) => change('responseHeaders', value)}
        hint="If you have them"
      />
    </>
  )
}

function parsed(fields: string): Record<string, string> | undefined {
  try {
    return JSON.parse(fields)
  } catch {
    return undefined
  }
}

function asked(): Failure {
  const { url, method, headers, status, body, responseHeaders, fields } = failure.value
  return {
    url: url.trim(),
    fields: fields ? parsed(fields) : undefined,
    method: method || undefined,
    headers: headers || wasTried.value ? readHeaders(headers) : undefined,
    status: status === '' ? undefined : Number(status),
    body,
    responseHeaders: responseHeaders ? readHeaders(responseHeaders) : undefined,
    credentials: usesSecret.value ? credentialsOf(url + headers + fields) : undefined,
  }
}

/** Another access key's secret would tell nothing. */
function credentialsOf(request: string) {
  const { credentials } = signer()
  const isOwn = credentials.secretAccessKey !== '' && request.includes(credentials.accessKeyId)
  return isOwn ? credentials : undefined
}

function Explained() {
  const diagnosis: Diagnosis = diagnose(asked())
  const { causes, inspection, canonicalRequest } = diagnosis
  const clear = () => {
    failure.value = NO_FAILURE
    wasTried.value = false
  }
  return (
    <section class="card" aria-labelledby="cause">
      <div class="heading">
        <h2 id="cause">{causes.length > 1 ? 'What it can be' : 'The cause'}</h2>
        <button type="button" class="quiet" onClick={clear}>
          Clear
        </button>
      </div>
      {!inspection.ok && <Callout tone="bad">{inspection.problem}</Callout>}
      {inspection.ok && causes.length === 0 && <Callout tone="good">An answer of this status is no failure.</Callout>}
      {causes.map((finding, i) => (
        <Finding key={finding.code} finding={finding} isFirst={i === 0} request={failure.value} />
      ))}
      {canonicalRequest && <Compared {...canonicalRequest} />}
    </section>
  )
}

function Examples() {
  return (
    <section class="card" aria-labelledby="examples">
      <h2 id="examples">Or look at an example</h2>
      <ul class="plain-list examples">
        {examples().map(({ name, ...example }) => (
          <li key={name}>
            <button type="button" class="link" onClick={() => (failure.value = { ...NO_FAILURE, ...example })}>
              {name}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
