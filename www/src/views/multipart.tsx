import { signal } from '@preact/signals'
import { Drop } from '../parts/drop.tsx'
import { size } from '../parts/text.tsx'
import { outcome, signer } from '../store.ts'
import { answered, attempt, file, takeFile } from '../try/state.ts'
import { LEAST_PART, MultipartUpload, type Part, type Phase } from '../try/multipart.ts'
import { BucketAndKey } from './connection.tsx'
import { Bar } from './try.tsx'

const current = signal<MultipartUpload | undefined>(undefined)

export function Multipart() {
  const start = async (event: Event) => {
    event.preventDefault()
    const upload = new MultipartUpload(signer(), file.value!)
    current.value = upload
    await watched(upload, upload.start())
  }
  const phase = current.value?.phase.value
  const isBusy = phase !== undefined && ['running', 'paused', 'joining'].includes(phase)
  return (
    <>
      <form class="card" onSubmit={start} aria-label="The upload">
        <p>
          The file goes up in parts of {size(LEAST_PART)}, three at once, each by a presigned URL of its own. Paused, it
          goes on where it was.
        </p>
        <Drop file={file.value} onFile={takeFile} />
        <BucketAndKey />
        <div class="actions">
          <button type="submit" class="main" disabled={!file.value || isBusy || outcome.value.kind === 'error'}>
            Upload in parts
          </button>
          <Controls phase={phase} />
        </div>
      </form>
      {current.value && <Parts upload={current.value} />}
    </>
  )
}

/** What comes of it is shown as any answer; what goes wrong is for Debug. */
async function watched(upload: MultipartUpload, work: Promise<void>) {
  attempt.value = { state: 'idle' }
  await work
  const answer = upload.answer.value
  if (answer) await answered(answer)
}

function Controls({ phase }: { phase: Phase | undefined }) {
  const upload = current.value
  const resume = () => upload && void watched(upload, upload.resume())
  const canGoOn = phase === 'paused' || (phase === 'failed' && upload?.isOpen === true)
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
      <ol class="parts">
        {parts.map((part) => (
          <PartRow key={part.number} part={part} />
        ))}
      </ol>
    </section>
  )
}

const PartRow = ({ part: { number, loaded, blob, etag } }: { part: Part }) => (
  <li>
    <span>Part {number}</span>
    <Bar label={`Part ${number}`} loaded={loaded} total={blob.size} />
    <span class="mono etag">{etag ?? ''}</span>
  </li>
)
