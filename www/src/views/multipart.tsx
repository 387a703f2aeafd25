import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { corsRule } from '../cors.ts'
import { Drop } from '../parts/drop.tsx'
import { Callout, Code, size } from '../parts/text.tsx'
import { signer } from '../store.ts'
import { bind, file, handOver, takeFile, type Attempt } from '../try/state.ts'
import { LEAST_PART, MultipartUpload, type Part, type Phase } from '../try/multipart.ts'
import { OptionFields } from './options.tsx'
import { Bar, TryForm } from './try.tsx'

const current = signal<MultipartUpload | undefined>(undefined)

export function Multipart() {
  // The operation may have changed since the file was chosen.
  useEffect(() => void bind(), [])
  const start = () => {
    const upload = new MultipartUpload(signer(), file.value!)
    current.value = upload
    void watched(upload, upload.start())
  }
  const phase = current.value?.phase.value
  const isBusy = phase !== undefined && ['running', 'paused', 'joining'].includes(phase)
  return (
    <>
      <TryForm
        label="Upload in parts"
        onSend={start}
        disabled={!file.value || isBusy}
        controls={<Controls phase={phase} />}
        before={
          <>
            <p>
              The file goes up in parts of {size(LEAST_PART)}, three at once, each by a presigned URL of its own.
              Paused, it goes on where it was.
            </p>
            <Drop file={file.value} onFile={takeFile} />
          </>
        }
      >
        <OptionFields />
      </TryForm>
      {current.value && <Parts upload={current.value} />}
    </>
  )
}

/** What goes wrong is for Debug. */
async function watched(upload: MultipartUpload, work: Promise<void>) {
  await work
  if (upload.answer.value) await handOver(upload.answer.value)
}

/** What comes of it is shown as any answer. */
export function answerOfUpload(): Attempt {
  const answer = current.value?.answer.value
  return answer ? { state: 'answered', answer } : { state: 'idle' }
}

function Controls({ phase }: { phase: Phase | undefined }) {
  const upload = current.value
  const resume = () => upload && void watched(upload, upload.resume())
  const canGoOn = phase === 'paused' || ((phase === 'failed' || phase === 'blind') && upload?.isOpen === true)
  return (
    <>
      {canGoOn ? (
        <button type="button" onClick={resume}>
          Resume
        </button>
      ) : (
        <button type="button" disabled={phase !== 'running'} onClick={() => upload?.pause()}>
          Pause
        </button>
      )}
      <button
        type="button"
        disabled={phase !== 'running' && !canGoOn}
        onClick={() => upload && void watched(upload, upload.abort())}
      >
        Abort
      </button>
    </>
  )
}

const SAID: Record<Phase, string> = {
  running: 'Uploading',
  paused: 'Paused',
  joining: 'Joining the parts',
  done: 'Done: the parts are one object',
  failed: 'Failed',
  blind: 'Stopped: the browser hides the ETags of the parts',
  aborted: 'Aborted: its parts were thrown away',
}

function Parts({ upload }: { upload: MultipartUpload }) {
  const parts = upload.parts.value
  const phase = upload.phase.value
  const loaded = parts.reduce((sum, part) => sum + part.loaded, 0)
  const total = parts.reduce((sum, { blob }) => sum + blob.size, 0)
  return (
    <section class="card" aria-label="The parts">
      <div class="heading">
        <h2>
          <span role="status">{SAID[phase]}</span>
        </h2>
        <p class="quiet-text">
          {size(loaded)} of {size(total)}
        </p>
      </div>
      {phase === 'blind' && <Blind />}
      <ol class="parts">
        {parts.map((part) => (
          <PartRow key={part.number} part={part} />
        ))}
      </ol>
    </section>
  )
}

function Blind() {
  return (
    <Callout tone="bad">
      <p>
        The bucket took a part, but its CORS rule does not let the page read the part’s ETag, without which the parts
        cannot be joined. With this rule, resume:
      </p>
      <Code text={corsRule({ url: '?uploads=', method: 'POST' }, ['content-type'])} what="the CORS rule" />
    </Callout>
  )
}

const PartRow = ({ part: { number, loaded, blob, etag } }: { part: Part }) => (
  <li>
    <span>Part {number}</span>
    <Bar label={`Part ${number}`} loaded={loaded} total={blob.size} />
    <span class="mono etag">{etag ?? ''}</span>
  </li>
)
