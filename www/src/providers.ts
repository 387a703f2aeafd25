// Where buckets are.

import { aws, custom, r2, type AddressingStyle, type Endpoint } from 'edgesign/endpoints'
import { localEndpoint, type Local } from './local.ts'
import type { Settings } from './settings.ts'

type Place = 'region' | 'accountId' | 'jurisdiction' | 'endpoint' | 'addressingStyle'

export interface Provider {
  name: string
  /** What has to be set to find it. */
  fields: readonly Place[]
  region?: string
  endpoint: (settings: Settings, local: Local | undefined) => Endpoint
  /** The same, as code. */
  code: (settings: Settings, local: Local | undefined) => string
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** A service whose address has its region in it. */
function regional(name: string, region: string, address: (region: string) => string): Provider {
  return {
    name,
    region,
    fields: ['region'],
    endpoint: ({ region }) => custom({ url: address(region), region }),
    code: ({ region }) => `custom({ url: ${quoted(address(region))}, region: ${quoted(region)} })`,
  }
}

const style = ({ addressingStyle }: Settings) =>
  addressingStyle ? { addressingStyle: addressingStyle as AddressingStyle } : {}

export const PROVIDERS = {
  local: {
    name: 'The local server',
    fields: [],
    endpoint: (_, local) => {
      if (!local) throw Object.assign(new Error('endpoint: there is no local server'), { code: 'ERR_INVALID_ENDPOINT' })
      return localEndpoint(local)
    },
    code: (_, local) => `custom({ url: ${quoted(local?.s3 ?? '')}, region: ${quoted(local?.region ?? '')} })`,
  },
  aws: {
    name: 'Amazon S3',
    region: 'eu-west-1',
    fields: ['region', 'addressingStyle'],
    endpoint: (settings) => aws({ region: settings.region, ...style(settings) }),
    code: (settings) => {
      const { addressingStyle, region } = settings
      return `aws({ region: ${quoted(region)}${addressingStyle && `, addressingStyle: '${addressingStyle}'`} })`
    },
  },
  r2: {
    name: 'Cloudflare R2',
    fields: ['accountId', 'jurisdiction'],
    endpoint: ({ accountId, jurisdiction }) =>
      r2({ accountId, ...(jurisdiction && { jurisdiction: jurisdiction as 'eu' | 'fedramp' }) }),
    code: ({ accountId, jurisdiction }) =>
      `r2({ accountId: ${quoted(accountId)}${jurisdiction && `, jurisdiction: '${jurisdiction}'`} })`,
  },
  b2: regional('Backblaze B2', 'us-west-004', (region) => `https://s3.${region}.backblazeb2.com`),
  wasabi: regional('Wasabi', 'eu-central-1', (region) => `https://s3.${region}.wasabisys.com`),
  spaces: regional('DigitalOcean Spaces', 'fra1', (region) => `https://${region}.digitaloceanspaces.com`),
  custom: {
    name: 'Another (MinIO, Ceph, …)',
    region: 'us-east-1',
    fields: ['endpoint', 'region', 'addressingStyle'],
    endpoint: (settings) => custom({ url: settings.endpoint, region: settings.region, ...style(settings) }),
    code: (settings) => {
      const { endpoint, region, addressingStyle } = settings
      const styled = addressingStyle && `, addressingStyle: '${addressingStyle}'`
      return `custom({ url: ${quoted(endpoint)}, region: ${quoted(region)}${styled} })`
    },
  },
} satisfies Record<string, Provider>

export type ProviderName = keyof typeof PROVIDERS
export const provider = (name: ProviderName): Provider => PROVIDERS[name]
