// All that is set on the page, as it was typed, but for secrets; and the link that carries it.

import { OPERATIONS, OPTION_FIELDS, type OperationName, type OptionName } from './fields.ts'
import { PROVIDERS, type ProviderName } from './providers.ts'

export type Settings = Record<OptionName, string> & {
  provider: ProviderName
  operation: OperationName
  region: string
  accountId: string
  jurisdiction: string
  endpoint: string
  addressingStyle: string
  bucket: string
  key: string
  expiresIn: string
  accessKeyId: string
}

const NO_OPTIONS = Object.fromEntries(Object.keys(OPTION_FIELDS).map((name) => [name, ''])) as Record<
  OptionName,
  string
>

export const DEFAULTS: Settings = {
  ...NO_OPTIONS,
  provider: 'aws',
  operation: 'GetObject',
  region: 'eu-west-1',
  accountId: '',
  jurisdiction: '',
  endpoint: '',
  addressingStyle: '',
  bucket: 'media',
  key: 'photos/sunset over the sea.png',
  expiresIn: '900',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
}

/** What a link to the settings says: all that is not as `DEFAULTS`. */
export function toQuery(settings: Settings): string {
  const names = Object.keys(DEFAULTS) as (keyof Settings)[]
  const changed = names.filter((name) => name === 'provider' || settings[name] !== DEFAULTS[name])
  const value = (name: keyof Settings) => (name === 'headers' ? withoutSecrets(settings.headers) : settings[name])
  return new URLSearchParams(changed.map((name) => [name, value(name)])).toString()
}

/** Keys that encrypt, and tokens, can be typed as headers. */
const withoutSecrets = (lines: string) =>
  lines
    .split('\n')
    .filter((line) => !/^\s*(x-amz-[\w-]*(customer-key|token)|authorization|cookie)\s*:/i.test(line))
    .join('\n')

/** What a link sets. Anyone can have made it: names that are not known are left out. */
export function fromQuery(query: string): Settings {
  const settings: Record<string, string> = { ...DEFAULTS }
  for (const [name, value] of new URLSearchParams(query)) {
    const isKnown = Object.hasOwn(DEFAULTS, name) && isChoice(name, value)
    if (isKnown) settings[name] = value
  }
  return settings as Settings
}

function isChoice(name: string, value: string) {
  if (name === 'provider') return Object.hasOwn(PROVIDERS, value)
  if (name === 'operation') return Object.hasOwn(OPERATIONS, value)
  return true
}
