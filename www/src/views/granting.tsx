// A grant's limit: what is not granted is not signed, and nothing lives longer than it says.

import { signal } from '@preact/signals'
import type { Grant } from 'edgesign'
import type { Local } from '../local.ts'
import { Field } from '../parts/field.tsx'
import { Callout, Code } from '../parts/text.tsx'
import { signWithin, type Granted } from '../share.ts'

const asked = signal({ key: 'images/sunset.png', expiresIn: '3600' })

export function Granting({ local }: { local: Local }) {
  const grant: Grant = { bucket: local.bucket, prefix: 'images/', operations: ['GetObject'], maxExpiresIn: 60 }
  const { key, expiresIn } = asked.value
  const change = (changes: Partial<typeof asked.value>) => (asked.value = { ...asked.value, ...changes })
  return (
    <section class="card" aria-labelledby="granting">
      <h2 id="granting">3. Give away less from the start</h2>
      <p>
        Under a grant nothing else is signed, and no URL lives longer. Ask for a key or a life that it does not allow.
      </p>
      <div class="columns even">
        <div>
          <Code text={JSON.stringify(grant, null, 2)} what="the grant" />
        </div>
        <div>
          <div class="pair long-first">
            <Field label="Key asked for" value={key} onInput={(key) => change({ key })} hint="Try welcome.txt" />
            <Field
              label="Life asked for"
              type="number"
              value={expiresIn}
              onInput={(expiresIn) => change({ expiresIn })}
              hint="Seconds"
            />
          </div>
          <Outcome granted={signWithin(local, grant, key, Number(expiresIn || NaN))} />
        </div>
      </div>
    </section>
  )
}

function Outcome({ granted }: { granted: Granted }) {
  if ('code' in granted) {
    return (
      <Callout tone="bad">
        <p>
          Nothing is signed: <span class="mono">{granted.code}</span>
        </p>
        <p>{granted.message}</p>
      </Callout>
    )
  }
  const { url, expiresIn, limitedBy } = granted
  return (
    <Callout tone="good">
      <p>
        Signed for {expiresIn} seconds{limitedBy === 'grant' ? ', which is all that the grant allows' : ''}.{' '}
        <a href={url} target="_blank" rel="noopener noreferrer">
          Open it
        </a>
      </p>
    </Callout>
  )
}
