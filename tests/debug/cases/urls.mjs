// URLs that are wrong, whoever looks at their signature.

import { presignUrl } from 'edgesign'
import { edited, requests } from './requests.mjs'
import { exchange } from './wire.mjs'

const HOUR = 3_600_000
const from = (ms) => new Date(Date.now() + ms)

/** @param {import('./requests.mjs').Server} server @returns {import('./requests.mjs').Case[]} */
export const urls = (server) => [...scopes(server), ...shapes(server)]

function scopes(server) {
  const { shared, get, got } = requests(server)
  const { s3, region, credentials } = server
  const as = (more) => () => exchange(get({ credentials: { ...credentials, ...more } }))
  const ofEc2 = () => presignUrl(`${s3}/e2e/${shared.key.slice(0, 3)}`, { service: 'ec2', region, credentials })
  return [
    ['an hour too late', 'expired', () => exchange(get({ signingDate: from(-HOUR), expiresIn: 60 }))],
    ['an hour too early', 'not-yet-valid', () => exchange(get({ signingDate: from(HOUR) }))],
    ['for longer than a week', 'expires-out-of-range', got(edited('Expires=900', 'Expires=604801'))],
    ['for no time', 'expires-out-of-range', got(edited('Expires=900', 'Expires=0'))],
    ['for some time', 'expires-out-of-range', got(edited('Expires=900', 'Expires=15m'))],
    ['for another region', 'wrong-region', () => exchange(get({ region: 'ap-southeast-9' }))],
    ['for another service', 'wrong-service', () => exchange(ofEc2())],
    ['with another date in the scope', 'scope-date-mismatch', got(edited(/%2F\d{8}%2F/, '%2F20200101%2F'))],
    ['with half a scope', 'credential-malformed', got(edited(/%2Fs3%2Faws4_request/, ''))],
    ['with a date of another format', 'date-malformed', got(edited(/X-Amz-Date=[^&]+/, 'X-Amz-Date=2026-11-25'))],
    ['with another secret', 'wrong-secret', as({ secretAccessKey: 'another-secret' })],
    ['with an unknown key', 'unknown-access-key', as({ accessKeyId: 'AKIANOBODYKNOWSTHISX' })],
  ]
}

function shapes(server) {
  const { got } = requests(server)
  const upperCase = (url) => url.replace(/Signature=(\w+)$/, (_, hex) => `Signature=${hex.toUpperCase()}`)
  return [
    ['with the query encoded twice', 'url-encoded-twice', got((url) => url.replaceAll('%', '%25'))],
    ['copied out of HTML', 'url-html-escaped', got((url) => url.replaceAll('&', '&amp;'))],
    ['cut at the first &', 'url-cut-off', got(edited(/&.*/, ''))],
    ['cut in the signature', 'url-cut-off', got((url) => url.slice(0, -10))],
    ['not signed', 'not-signed', got(edited(/\?.*/, ''))],
    ['without a date', 'parameter-missing', got(edited(/X-Amz-Date=[^&]+&/, ''))],
    ['with a parameter of the signature twice', 'parameter-repeated', got((url) => `${url}&X-Amz-Expires=900`)],
    ['with an unknown algorithm', 'algorithm-unsupported', got(edited('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA512'))],
    ['with an upper-case signature', 'signature-altered', got(upperCase)],
  ]
}
