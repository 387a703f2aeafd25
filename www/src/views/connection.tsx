// The fields that say where the bucket is, which object, and who signs: Build and Try both have them.

import { operationEntry } from '../fields.ts'
import { Field, Select } from '../parts/field.tsx'
import { PROVIDERS, provider, type ProviderName } from '../providers.ts'
import { EXAMPLE_SECRET, local, outcome, secrets, set, settings, typeKey } from '../store.ts'
import type { Settings } from '../settings.ts'

/** What is wrong with a field, if it is what keeps the URL from being signed. */
export const errorOf = (name: string): string | undefined => {
  const found = outcome.value
  if (found.kind !== 'error') return undefined
  // Of most providers, the address is made of the region.
  const isMade = found.field === 'endpoint' && !provider(settings.value.provider).fields.includes('endpoint')
  return (isMade ? 'region' : found.field) === name ? found.message.replace(/^[\w.-]+: /, '') : undefined
}

export function Where() {
  const { provider: name } = settings.value
  const names = Object.keys(PROVIDERS) as ProviderName[]
  const choices = names
    .filter((name) => name !== 'local' || local.value)
    .map((name) => [name, provider(name).name] as const)
  const choose = (name: string) => {
    const { region } = provider(name as ProviderName)
    set({ provider: name as ProviderName, addressingStyle: '', ...(region && { region }) })
  }
  return (
    <>
      <Select label="Provider" value={name} choices={choices} onChange={choose} hint={hostHint()} />
      {provider(name).fields.map((field) => (
        <PlaceField key={field} name={field} />
      ))}
    </>
  )
}

const hostHint = () => (settings.value.provider === 'local' ? `${local.value?.s3} checks signatures as S3 does` : '')

const REGIONS = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-central-1', 'eu-west-1', 'eu-north-1', 'ap-southeast-2']

const TEXTS = {
  region: { label: 'Region', hint: 'Part of the credential scope' },
  accountId: { label: 'Account id', hint: '32 hexadecimal digits', placeholder: '0123456789abcdef0123456789abcdef' },
  endpoint: { label: 'Endpoint', hint: 'The address of the service', placeholder: 'http://127.0.0.1:9000' },
}

const CHOICES = {
  jurisdiction: [
    'Jurisdiction',
    [
      ['', 'None in particular'],
      ['eu', 'European Union'],
      ['fedramp', 'FedRAMP'],
    ],
  ],
  addressingStyle: [
    'Addressing style',
    [
      ['', 'As usual here'],
      ['virtual-hosted', 'bucket.host/key'],
      ['path', 'host/bucket/key'],
    ],
  ],
} as const

function PlaceField({ name }: { name: keyof typeof TEXTS | keyof typeof CHOICES }) {
  const value = settings.value[name]
  const change = (value: string) => set({ [name]: value })
  if (name === 'jurisdiction' || name === 'addressingStyle') {
    const [label, choices] = CHOICES[name]
    return <Select label={label} value={value} choices={choices} onChange={change} error={errorOf(name)} />
  }
  const suggestions = name === 'region' && settings.value.provider === 'aws' ? { suggestions: REGIONS } : {}
  return <Field {...TEXTS[name]} {...suggestions} value={value} onInput={change} error={errorOf(name)} />
}

export function BucketAndKey() {
  const { bucket, key, operation } = settings.value
  return (
    <div class="pair">
      <SettingField name="bucket" label="Bucket" value={bucket} hint="Signed: no other bucket" />
      {!operationEntry(operation).noKey && (
        <Field
          label="Key"
          value={key}
          hint="As it is: encoding is done here"
          error={errorOf('key')}
          onInput={typeKey}
        />
      )}
    </div>
  )
}

interface SettingProps {
  name: keyof Settings
  label: string
  value: string
  hint: string
}

export function SettingField({ name, ...rest }: SettingProps) {
  return <Field {...rest} error={errorOf(name)} onInput={(value) => set({ [name]: value })} />
}

/** Whether it is one of these that keeps the URL from being signed. */
export const isWrong = (names: readonly string[]) => names.some((name) => errorOf(name) !== undefined)

export const WHO = ['accessKeyId', 'secretAccessKey', 'sessionToken']
export const WHERE = ['region', 'accountId', 'jurisdiction', 'endpoint', 'addressingStyle']

export function Who() {
  const { secretAccessKey, sessionToken } = secrets.value
  const change = (changes: Partial<typeof secrets.value>) => (secrets.value = { ...secrets.value, ...changes })
  const isExample = secretAccessKey === EXAMPLE_SECRET
  return (
    <>
      <SettingField
        name="accessKeyId"
        label="Access key id"
        value={settings.value.accessKeyId}
        hint={
          isExample ? `AWS’s documented example${settings.value.provider === 'local' ? '' : ': opens nothing'}` : ''
        }
      />
      <Field
        label="Secret access key"
        type="password"
        hint="Stays in this tab’s memory"
        value={secretAccessKey}
        error={errorOf('secretAccessKey')}
        onInput={(secretAccessKey) => change({ secretAccessKey })}
      />
      <Field
        label="Session token"
        type="password"
        hint="Of temporary credentials only. It stands in the URL"
        value={sessionToken}
        error={errorOf('sessionToken')}
        onInput={(sessionToken) => change({ sessionToken })}
      />
    </>
  )
}
