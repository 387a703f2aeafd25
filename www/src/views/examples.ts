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

export const examples = (): Example[] => [late(), elsewhere(), changed(), encodedTwice(), silent()]

const get = () => presign('GetObject', place).url
const put = () => presign('PutObject', { ...place, contentType: 'image/png' }).url

function late(): Example {
  const { url } = presign('GetObject', { ...place, expiresIn: 300, signingDate: new Date(Date.now() - HOUR) })
  const body = error('AccessDenied', 'Request has expired')
  return { name: 'Used too late', url, method: 'GET', status: '403', body }
}

function elsewhere(): Example {
  const message =
    "Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is wrong; expecting 'eu-central-1'"
  const body = error('AuthorizationQueryParametersError', message, '<Region>eu-central-1</Region>')
  return { name: 'Signed for another region', url: get(), method: 'GET', status: '400', body }
}

function changed(): Example {
  const name = 'Uploaded with another Content-Type'
  const headers = 'content-type: image/jpeg'
  return { name, url: put(), method: 'PUT', headers, status: '403', body: error('SignatureDoesNotMatch', MISMATCH) }
}

function encodedTwice(): Example {
  const url = get().replaceAll('%2F', '%252F')
  const body = error('AuthorizationQueryParametersError', 'Error parsing the X-Amz-Credential parameter')
  return { name: 'Encoded once more on its way', url, method: 'GET', status: '400', body }
}

function silent(): Example {
  const name = 'The browser says “Failed to fetch”'
  return { name, url: put(), method: 'PUT', status: '0', body: 'TypeError: Failed to fetch' }
}
