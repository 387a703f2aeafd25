// `edgesign/debug` on every runtime: what it finds is tested once, in tests/debug/; here is that it does so everywhere.

import { presign, presignPost, sign } from 'edgesign'
import { CAUSES, diagnose, inspect } from 'edgesign/debug'
import { equal } from './expect.js'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const now = new Date('2026-11-25T12:00:00Z')
const key = 'a b/ü+%?#.txt'
const signer = { region: 'eu-west-1', credentials, signingDate: now }
const place = { ...signer, bucket: 'media', key }
const url = () => presign('GetObject', place).url // when a test runs, not when this file is loaded
const token = btoa(`jwt/e30.${btoa('{"bucket":"media"}')}.e30`)
const refused = () => ({ url: url(), now, status: 403, body: '<Error><Code>SignatureDoesNotMatch</Code></Error>' })
const codeOf = (failure) => diagnose(failure).causes.map(({ code }) => code)[0]

export const debugContract = [
  [
    'debug: a URL is explained',
    () => {
      const { provider, bucket, key: found, expiresAt, state } = inspect(url(), { now })
      equal(
        [provider, bucket, found, expiresAt.toISOString(), state].join(),
        `AWS,media,${key},2026-11-25T12:15:00.000Z,valid`,
      )
    },
  ],
  [
    'debug: a token that reveals its secret is decoded',
    () => {
      const { token: found } = inspect(`${url()}&X-Amz-Security-Token=${encodeURIComponent(token)}`, { now })
      equal(JSON.stringify(found), '{"revealsSecret":true,"claims":{"bucket":"media"}}')
    },
  ],
  [
    'debug: what is no URL throws nothing',
    () => equal(inspect('\ud800').problem, 'no URL: it does not begin with https:// or http://'),
  ],
  [
    'debug: a request is compared with what the server got',
    () => {
      const canonical = 'GET\n/other\n\nhost:media.s3.eu-west-1.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD'
      const body = refused().body.replace('</Error>', `<CanonicalRequest>${canonical}</CanonicalRequest></Error>`)
      equal(codeOf({ ...refused(), body }), 'path-changed')
    },
  ],
  [
    'debug: with the credentials, another method is told from another secret',
    () => {
      const sent = { ...refused(), method: 'DELETE', headers: new Headers({ accept: '*/*' }) }
      equal(codeOf({ ...sent, credentials }), 'method-changed')
      equal(codeOf({ ...sent, credentials: { ...credentials, secretAccessKey: 'another' } }), 'wrong-secret')
    },
  ],
  [
    'debug: with the credentials, a signature in a header or a form is told from that of another secret',
    () => {
      const signed = sign({ url: 'https://s3.example.com/media/a' }, { ...signer, service: 's3' })
      const form = presignPost({ ...place, key: 'a', endpoint: 'https://s3.example.com' })
      for (const request of [signed, { url: form.url, fields: form.fields }]) {
        const sent = { ...refused(), ...request }
        equal(codeOf({ ...sent, credentials }), 'changed-on-the-way')
        equal(codeOf({ ...sent, credentials: { ...credentials, secretAccessKey: 'another' } }), 'wrong-secret')
      }
    },
  ],
  [
    'debug: every cause has its sentence',
    () =>
      equal(
        Object.values(CAUSES).every(({ sentence }) => sentence.length > 0),
        true,
      ),
  ],
]
