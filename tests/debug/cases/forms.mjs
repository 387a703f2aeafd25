// Uploads by form that fail, on servers that take forms.

import { createHmac } from 'node:crypto'
import { deriveSigningKey } from 'edgesign'

const AGO = 3_600_000

/** @param {{ s3: string, region: string, credentials: any }} server @returns {[name: string, cause: string, fail: () => Promise<object>][]} */
export function forms({ s3, region, credentials }) {
  const form = (options) => signed({ s3, region, credentials, ...options })
  const send = async ({ url, fields }, file = 'a') => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    body.set('file', new Blob([file]))
    const answer = await fetch(url, { method: 'POST', body })
    return {
      url,
      fields,
      method: 'POST',
      status: answer.status,
      body: await answer.text(),
      responseHeaders: answer.headers,
    }
  }
  const changed = ({ url, fields }, more) => ({ url, fields: { ...fields, ...more } })
  return [
    ['a form that has expired', 'policy-expired', () => send(form({ expiration: Date.now() - AGO }))],
    ['a form with another key', 'policy-violated', () => send(changed(form(), { key: 'elsewhere' }))],
    ['a form with a field more', 'field-not-in-policy', () => send(changed(form(), { 'x-amz-meta-a': 'b' }))],
    ['a form with too much', 'upload-too-large', () => send(form({ range: [1, 2] }), 'abc')],
    ['a form with too little', 'upload-too-small', () => send(form({ range: [5, 9] }), 'abc')],
    [
      'a form of another secret',
      'wrong-secret',
      () => send(form({ credentials: { ...credentials, secretAccessKey: 'another' } })),
    ],
    [
      'a form of an unknown key',
      'unknown-access-key',
      () => send(form({ credentials: { ...credentials, accessKeyId: 'AKIANOBODYKNOWSTHISX' } })),
    ],
  ]
}

/** A form that stores a text below `incoming/`. */
export function signed({ s3, region, credentials, expiration = Date.now() + AGO, range = [0, 100] }) {
  const { accessKeyId, signingKey, date } = deriveSigningKey(credentials, { region })
  const scope = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${accessKeyId}/${date}/${region}/s3/aws4_request`,
    'x-amz-date': `${date}T000000Z`,
  }
  const conditions = [{ bucket: 'e2e' }, ['starts-with', '$key', 'incoming/'], ['content-length-range', ...range]]
  const all = [...conditions, ...Object.entries(scope).map(([name, value]) => ({ [name]: value }))]
  const document = { expiration: new Date(expiration).toISOString(), conditions: all }
  const policy = Buffer.from(JSON.stringify(document)).toString('base64')
  const signature = createHmac('sha256', signingKey).update(policy).digest('hex')
  return { url: `${s3}/e2e`, fields: { key: 'incoming/a.txt', ...scope, policy, 'x-amz-signature': signature } }
}
