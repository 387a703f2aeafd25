import { signal } from '@preact/signals'
import { Copy } from '../parts/copy.tsx'
import { Fold } from '../parts/fold.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { Code } from '../parts/text.tsx'
import { settingsLink } from '../route.ts'
import { samplesOf, type Sample } from '../samples/index.ts'
import { outcome, settings, signer } from '../store.ts'
import { BucketAndKey, isWrong, SettingField, Where, WHO, Who } from './connection.tsx'
import { OperationField, OptionFields } from './options.tsx'
import { Result } from './result.tsx'
import { StagesOfSigning } from './stages.tsx'

export function Build() {
  return (
    <>
      <header class="lead">
        <h1>Build a presigned URL</h1>
        <p>Whoever has it may do one thing with one object, for a limited time, without an account.</p>
      </header>
      <div class="columns">
        <form class="card" onSubmit={(event) => event.preventDefault()} aria-label="What to sign">
          <Form />
        </form>
        <div class="sticky">
          <Result />
          <Samples />
        </div>
      </div>
      <StagesOfSigning />
    </>
  )
}

function Form() {
  const { accessKeyId, expiresIn } = settings.value
  return (
    <>
      <fieldset>
        <legend>What it allows</legend>
        <OperationField />
        <BucketAndKey />
        <SettingField name="expiresIn" label="Expires in" value={expiresIn} hint="Seconds: 1 to 604800, a week" />
        <OptionFields />
      </fieldset>
      <fieldset>
        <legend>Where the bucket is</legend>
        <Where />
      </fieldset>
      <Fold
        mustOpen={isWrong(WHO)}
        summary={
          <>
            Signed by <span class="mono">{accessKeyId || 'nobody yet'}</span>
          </>
        }
      >
        <Who />
      </Fold>
      <Copy text={settingsLink()} label="Copy a link to these settings" what="(without the secret)" quiet />
    </>
  )
}

const language = signal('curl')

function Samples() {
  const samples = samplesOf(signer(), outcome.value)
  const shown = samples.find(({ name }) => name === language.value) ?? samples[0]
  return (
    <section class="card" aria-labelledby="code">
      <h2 id="code">As code</h2>
      {shown ? <Languages samples={samples} shown={shown} /> : <p class="quiet-text">There is nothing to send.</p>}
    </section>
  )
}

function Languages({ samples, shown }: { samples: Sample[]; shown: Sample }) {
  return (
    <Tabs
      label="Language"
      names={samples.map(({ name }) => name)}
      selected={shown.name}
      onSelect={(name) => (language.value = name)}
    >
      <Code text={shown.code} what={`the code for ${shown.name}`} />
    </Tabs>
  )
}
