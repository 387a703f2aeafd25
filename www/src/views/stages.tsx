// How it was signed, stage by stage.

import { effect, signal } from '@preact/signals'
import { Callout } from '../parts/text.tsx'
import { Check } from '../parts/field.tsx'
import { looked } from '../parts/url.tsx'
import { layoutOf } from '../signing.ts'
import { stagesOfForm, stagesOfUrl, type Stages, type Step, type Token } from '../stages.ts'
import { outcome, signer } from '../store.ts'

const stages = signal<Stages | undefined>(undefined)
const showsKeys = signal(false)

effect(() => {
  const found = outcome.value
  const made = signer()
  const { secretAccessKey } = made.credentials
  if (found.kind === 'error' || !isSecureContext) return void (stages.value = undefined)
  if (found.kind === 'url') {
    const { presigned } = found
    void keep(stagesOfUrl(presigned, layoutOf(made, presigned.url), secretAccessKey), found)
  }
  if (found.kind === 'form') void keep(stagesOfForm(found.post.fields, secretAccessKey), found)
})

/** WebCrypto takes its time: what was typed since then comes first. */
async function keep(made: Promise<Stages>, of: unknown) {
  const found = await made
  if (outcome.peek() === of) stages.value = found
}

export function StagesOfSigning() {
  const found = stages.value
  return (
    <section id="stages" class="card" aria-labelledby="stages-title">
      <h2 id="stages-title">How it was signed</h2>
      {found ? <Found found={found} /> : <p class="quiet-text">{nothing()}</p>}
    </section>
  )
}

/** Browsers have WebCrypto only there. */
const nothing = () => (isSecureContext ? 'Nothing is signed.' : 'To see it, open this page by https or on localhost.')

function Found({ found }: { found: Stages }) {
  const isForm = outcome.value.kind === 'form'
  return (
    <ol class="stages">
      <li>
        <h3>{isForm ? 'The policy' : 'The canonical request'}</h3>
        <p>
          {isForm ? 'What the form allows, as JSON.' : 'The request, written the one way that both sides agree on.'}
        </p>
        <Tokens tokens={found.request} what="the canonical request" />
      </li>
      <li>
        <h3>The string to sign</h3>
        <p>{isForm ? 'The policy, in base64.' : 'When, for what, and the SHA-256 of the canonical request.'}</p>
        <Tokens tokens={found.stringToSign} what="the string to sign" />
      </li>
      <li>
        <h3>The signing key</h3>
        <p>From the secret, in four steps: it signs on one date, in one region, for one service.</p>
        <Derivation steps={found.derivation} />
      </li>
      <li>
        <h3>The signature</h3>
        <p>HMAC-SHA256 of the string to sign, by the signing key.</p>
        <Comparison {...found} />
      </li>
    </ol>
  )
}

function Tokens({ tokens, what }: { tokens: Token[]; what: string }) {
  return (
    <pre class="mono tokens" tabIndex={0} aria-label={what}>
      {tokens.map(({ text, part }) => (part === undefined ? text : <Marked text={text} part={part} />))}
    </pre>
  )
}

const Marked = ({ text, part }: { text: string; part: string }) => (
  <mark class={part === looked.value ? 'looked' : ''} onMouseEnter={() => (looked.value = part)}>
    {text}
  </mark>
)

function Derivation({ steps }: { steps: Step[] }) {
  return (
    <>
      <dl class="mono derivation">
        {steps.map(({ name, formula, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Formula tokens={formula} />
              <span class="key">{showsKeys.value ? value : '•'.repeat(16)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <Check
        label="Show the derived keys"
        hint="They can sign: not where others see the screen"
        checked={showsKeys.value}
        onChange={(on) => (showsKeys.value = on)}
      />
    </>
  )
}

const Formula = ({ tokens }: { tokens: Token[] }) => (
  <span>{tokens.map(({ text, part }) => (part === undefined ? text : <Marked text={text} part={part} />))}</span>
)

function Comparison({ signature, given }: Stages) {
  const isSame = signature === given
  return (
    <>
      <pre class="mono tokens" tabIndex={0} aria-label="the signature">
        <mark class={looked.value === 'X-Amz-Signature' ? 'looked' : ''}>{signature}</mark>
      </pre>
      <Callout tone={isSame ? 'good' : 'bad'}>
        {isSame
          ? 'The same as edgesign’s. All of this was worked out again by your browser’s WebCrypto, from the request alone.'
          : `Not edgesign’s, which is ${given}: please report this.`}
      </Callout>
    </>
  )
}
