// Failures to look at, signed with AWS's documented example key.

import { presign } from 'edgesign'
import type { failure } from '../failure.ts'
import { EXAMPLE_SECRET } from '../store.ts'

type Example = Partial<typeof failure.value> & { name: string }

const HOUR = 3_600_000
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: EXAMPLE_SECRET }
const place = { region: 'eu-west-1', bucket: 'media', key: 'photos/sunset.png', credentials }

const error = (code: string, message: string, rest = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${rest}</Error>`

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.'

export function examples(): Example[] {
  const old = presign('GetObject', { ...place, expiresIn: 300, signingDate: new Date(Date.now() - HOUR) }).url
  const { url } = presign('GetObject', place)
  const put = presign('PutObject', { ...place, contentType: 'image/png' }).url
  return [
    {
      name: 'Used too late',
      url: old,
      method: 'GET',
      status: '403',
      body: error('AccessDenied', 'Request has expired'),
    },
    {
      name: 'Signed for another region',
      url,
      method: 'GET',
      status: '400',
      body: error(
        'AuthorizationQueryParametersError',
        "Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is wrong; expecting 'eu-central-1'",
        '<Region>eu-central-1</Region>',
      ),
    },
    {
      name: 'Uploaded with another Content-Type',
      url: put,
      method: 'PUT',
      headers: 'content-type: image/jpeg',
      status: '403',
      body: error('SignatureDoesNotMatch', MISMATCH),
    },
    {
      name: 'Encoded once more on its way',
      url: url.replaceAll('%2F', '%252F'),
      method: 'GET',
      status: '400',
      body: error('AuthorizationQueryParametersError', 'Error parsing the X-Amz-Credential parameter'),
    },
    {
      name: 'The browser says “Failed to fetch”',
      url: put,
      method: 'PUT',
      status: '0',
      body: 'TypeError: Failed to fetch',
    },
  ]
}
