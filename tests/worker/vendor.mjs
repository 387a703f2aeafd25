// A Worker that stands in for the vendor: it hands out real signing keys, of AWS's example key.

import { createHmac } from 'node:crypto'

const ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

/** The keys are those of yesterday to the day after tomorrow, so that midnight may come. */
export function vendor(name) {
  const days = [-1, 0, 1, 2].map((day) => new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10))
  const keys = days.map((day) => keyOf(day.replaceAll('-', '')))
  return { name, modules: true, compatibilityDate: '2026-04-01', script: script(keys) }
}

function keyOf(date) {
  const key = [date, 'us-east-1', 's3', 'aws4_request'].reduce(
    (key, text) => createHmac('sha256', key).update(text).digest(),
    `AWS4${SECRET}`,
  )
  return { accessKeyId: ACCESS_KEY_ID, signingKey: [...key], date, region: 'us-east-1', service: 's3' }
}

const script = (keys) => `
  import { WorkerEntrypoint } from 'cloudflare:workers'
  const keys = ${JSON.stringify(keys)}
  export default class extends WorkerEntrypoint {
    credentials() {
      return { credentials: keys.map((key) => ({ ...key, signingKey: new Uint8Array(key.signingKey) })) }
    }
  }
`
