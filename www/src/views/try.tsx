import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { operationEntry, type OperationName } from '../fields.ts'
import { Field } from '../parts/field.tsx'
import { Fold } from '../parts/fold.tsx'
import { Callout, size } from '../parts/text.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { chooseOperation, local, outcome, settings } from '../store.ts'
import type { Progress } from '../try/send.ts'
import { attempt, sendSigned, type Attempt } from '../try/state.ts'
import { AnswerView } from './answer.tsx'
import { BucketAndKey, isWrong, SettingField, WHERE, Where, WHO, Who } from './connection.tsx'
import { Listing } from './listing.tsx'
import { answerOfUpload, Multipart } from './multipart.tsx'
import { OptionFields } from './options.tsx'
import { Upload } from './upload.tsx'

const TABS: Record<string, OperationName> = {
  Download: 'GetObject',
  Upload: 'PutObject',
  Form: 'PostObject',
  'In parts': 'CreateMultipartUpload',
  List: 'ListObjectsV2',
}

export function Try() {
  const { operation, provider } = settings.value
  const selected = Object.keys(TABS).find((name) => TABS[name] === operation) ?? operation
  const names = selected in TABS ? Object.keys(TABS) : [...Object.keys(TABS), selected]
  const select = (name: string) => TABS[name] && chooseOperation(TABS[name])
  return (
    <>
      <header class="lead">
        <h1>Try it</h1>
        <p>Your browser sends the request straight to the bucket. Nothing is sent before you say so.</p>
      </header>
      {provider !== 'local' && <NotLocal />}
      <Tabs label="What to do" names={names} selected={selected} onSelect={select}>
        <div class="columns even">
          <div>
            <Panel key={operation} operation={operation} />
          </div>
          <div class="sticky">
            <Outcome attempt={operation === 'CreateMultipartUpload' ? answerOfUpload() : attempt.value} />
          </div>
        </div>
      </Tabs>
    </>
  )
}

function Panel({ operation }: { operation: OperationName }) {
  if (operation === 'CreateMultipartUpload') return <Multipart />
  if (operation === 'ListObjectsV2') return <Listing />
  const { body } = operationEntry(operation)
  if (body === 'file') return <Upload />
  if (body === 'parts') return <Join />
  return (
    <TryForm onSend={() => sendSigned()} label="Send">
      <OptionFields />
    </TryForm>
  )
}

const parts = signal(`<CompleteMultipartUpload>
  <Part><PartNumber>1</PartNumber><ETag>…</ETag></Part>
</CompleteMultipartUpload>`)

/** CompleteMultipartUpload by itself: of an upload whose parts are there. */
function Join() {
  const change = (text: string) => (parts.value = text)
  const hint = 'As XML: of each its number, and the ETag that answered it'
  return (
    <TryForm
      label="Send"
      onSend={() => sendSigned(parts.value)}
      before={<Field label="The parts" rows={6} value={parts.value} onInput={change} hint={hint} />}
    >
      <OptionFields />
    </TryForm>
  )
}

interface FormProps {
  label: string
  onSend: () => void
  disabled?: boolean
  children?: ComponentChildren
  before?: ComponentChildren
  /** In place of Cancel. */
  controls?: ComponentChildren
}

/** What every flow has: bucket and key, its own fields, and the button that sends. */
export function TryForm({ label, onSend, disabled = false, children, before, controls = <Cancel /> }: FormProps) {
  const submit = (event: Event) => {
    event.preventDefault()
    onSend()
  }
  const { accessKeyId, expiresIn, operation } = settings.value
  return (
    <form class="card" onSubmit={submit} aria-label="The request">
      {before}
      <BucketAndKey />
      <Fold summary="More that is signed" mustOpen={isWrong(['expiresIn', ...operationEntry(operation).fields])}>
        <SettingField name="expiresIn" label="Expires in" value={expiresIn} hint="Seconds: 1 to 604800, a week" />
        {children}
      </Fold>
      <Fold
        mustOpen={isWrong([...WHERE, ...WHO])}
        summary={
          <>
            At <span class="mono">{host()}</span>, signed by <span class="mono">{accessKeyId || 'nobody yet'}</span>
          </>
        }
      >
        <Where />
        <Who />
      </Fold>
      <div class="actions">
        <button type="submit" class="main" disabled={disabled || outcome.value.kind === 'error'}>
          {label}
        </button>
        {controls}
        <Ready />
      </div>
    </form>
  )
}

function host() {
  const found = outcome.value
  if (found.kind === 'error') return settings.value.provider
  return new URL(found.kind === 'url' ? found.presigned.url : found.post.url).host
}

function Cancel() {
  const found = attempt.value
  const isSending = found.state === 'sending'
  return (
    <button type="button" disabled={!isSending} onClick={() => isSending && found.cancel()}>
      Cancel
    </button>
  )
}

function Ready() {
  const found = outcome.value
  if (found.kind === 'error') return <span class="error">{found.message}</span>
  return <span class="quiet-text">It is signed anew when you send it.</span>
}

function Outcome({ attempt }: { attempt: Attempt }) {
  if (attempt.state === 'answered') return <AnswerView answer={attempt.answer} />
  return (
    <section class="card answer" aria-label="The answer">
      {attempt.state === 'sending' ? (
        <Sending {...attempt.progress} />
      ) : (
        <p class="quiet-text" role="status">
          {attempt.state === 'idle' ? 'The answer will appear here.' : 'Cancelled.'}
        </p>
      )}
    </section>
  )
}

function Sending({ loaded, total }: Progress) {
  return (
    <>
      <p class="quiet-text">
        {size(loaded)} {total > 0 && `of ${size(total)}`}
      </p>
      <Bar label="Progress" loaded={loaded} total={total} />
    </>
  )
}

export function Bar({ label, loaded, total }: { label: string; loaded: number; total: number }) {
  const share = total === 0 ? 0 : loaded / total
  return <progress aria-label={label} value={share} max={1} />
}

function NotLocal() {
  return (
    <Callout>
      The bucket has to allow this page by a CORS rule, or the browser shows nothing of its answers.
      {local.value && ' The local server allows it already: choose it as the provider.'}
    </Callout>
  )
}
