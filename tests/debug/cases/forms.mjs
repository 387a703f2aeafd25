// Uploads by form that fail.

import { presignPost } from 'edgesign'

const AGO = new Date(Date.now() - 3_600_000)

/** @param {import('./requests.mjs').Server} server @returns {import('./requests.mjs').Case[]} */
export function forms({ s3, region, credentials }) {
  const form = (more) => {
    const options = { endpoint: s3, region, bucket: 'e2e', credentials, contentLengthRange: [0, 100] }
    return presignPost({ ...options, key: 'incoming/a.txt', ...more })
  }
  const as = (more) => form({ credentials: { ...credentials, ...more } })
  const changed = (more) => ({ url: form().url, fields: { ...form().fields, ...more } })
  const sent = (post, file) => () => upload(post, file)
  return [
    ['a form that has expired', 'policy-expired', sent(form({ signingDate: AGO, expiresIn: 60 }))],
    ['a form with another key', 'policy-violated', sent(changed({ key: 'elsewhere' }))],
    ['a form with a field more', 'field-not-in-policy', sent(changed({ 'x-amz-meta-a': 'b' }))],
    ['a form with too much', 'upload-too-large', sent(form({ contentLengthRange: [1, 2] }), 'abc')],
    ['a form with too little', 'upload-too-small', sent(form({ contentLengthRange: [5, 9] }), 'abc')],
    ['a form of another secret', 'wrong-secret', sent(as({ secretAccessKey: 'another-secret' }))],
    ['a form of an unknown key', 'unknown-access-key', sent(as({ accessKeyId: 'AKIANOBODYKNOWSTHISX' }))],
  ]
}

/** Sends a form, and keeps what `diagnose` wants to know of it. */
export async function upload({ url, fields }, file = 'a') {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  form.set('file', new Blob([file]))
  const answer = await fetch(url, { method: 'POST', body: form })
  return {
    url,
    fields,
    method: 'POST',
    status: answer.status,
    body: await answer.text(),
    responseHeaders: answer.headers,
  }
}
