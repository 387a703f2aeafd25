// The rules of the command line where the AWS CLI of the differential test cannot be the judge: it is older (version 1 knows no
// AWS_REGION), would ask the network, or takes what we refuse.

import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ID, KEYS, SECRET, cli, makeHome, presign } from './run.mjs'

const keys = (id = ID) => `aws_access_key_id = ${id}\naws_secret_access_key = ${SECRET}\n`
const config = `[default]\nregion = eu-west-1\n${keys()}`
const says = (given, pattern, ...argv) => assert.match(String(presign(given, ...argv)), pattern)

test('the region: typed, AWS_REGION, AWS_DEFAULT_REGION, the profile', () => {
  const region = (env, ...argv) => presign({ env, config }, ...argv).region
  const both = { AWS_REGION: 'us-east-2', AWS_DEFAULT_REGION: 'us-west-2' }
  assert.equal(region(both, '--region', 'eu-north-1'), 'eu-north-1')
  assert.equal(region(both), 'us-east-2')
  assert.equal(region({ AWS_DEFAULT_REGION: 'us-west-2' }), 'us-west-2')
  assert.equal(region({}), 'eu-west-1')
  assert.equal(region({ AWS_REGION: '', AWS_DEFAULT_REGION: '' }), 'eu-west-1')
  says({ env: KEYS }, /^edgesign: ERR_INVALID_REGION: no region: give --region, AWS_REGION, /)
})

test('the profile: typed, AWS_PROFILE, AWS_DEFAULT_PROFILE, default', () => {
  const profiles = ['a', 'b', 'c'].map((name) => `[profile ${name}]\n${keys(`AKIA${name}`)}region = eu-west-1\n`)
  const signer = (env, ...argv) => presign({ env, config: config + profiles.join('') }, ...argv).accessKeyId
  const both = { AWS_PROFILE: 'b', AWS_DEFAULT_PROFILE: 'c' }
  assert.equal(signer(both, '--profile', 'a'), 'AKIAa')
  assert.equal(signer(both), 'AKIAb')
  assert.equal(signer({ AWS_DEFAULT_PROFILE: 'c' }), 'AKIAc')
  assert.equal(signer({}), ID)
  assert.equal(signer({ AWS_PROFILE: '' }), ID)
  assert.equal(signer({ ...KEYS, AWS_ACCESS_KEY_ID: 'AKIAENV', ...both }), 'AKIAENV')
  assert.equal(signer({ ...KEYS, AWS_ACCESS_KEY_ID: 'AKIAENV', ...both }, '--profile', 'a'), 'AKIAa')
})

/** What each setting asks for, with keys that it comes before and keys that come before it. */
const ELSEWHERE = {
  role_arn: 'arn:aws:iam::123456789012:role/a\nsource_profile = default',
  credential_process: '/bin/false',
  web_identity_token_file: '/tmp/token\nrole_arn = arn:aws:iam::123456789012:role/a',
  sso_session: 'corp\nsso_account_id = 123456789012\nsso_role_name = dev',
  sso_start_url: 'https://example.awsapps.com/start\nsso_account_id = 123456789012\nsso_role_name = dev',
  login_session: 'arn:aws:iam::123456789012:user/a',
}

test('a profile whose keys only the AWS CLI can get: what to do', () => {
  const hint =
    /^edgesign: ERR_CREDENTIALS_UNAVAILABLE: \w+ of the profile: .*eval "\$\(aws configure export-credentials --profile a --format env\)", then use AWS_PROFILE=a instead of --profile\n$/
  for (const [name, value] of Object.entries(ELSEWHERE)) {
    const text = `[profile a]\nregion = eu-west-1\n${name} = ${value}\n`
    says({ env: {}, config: text }, hint, '--profile', 'a')
    says({ env: { AWS_PROFILE: 'a' }, config: text }, hint)
    says({ env: {}, config: text + keys() }, hint, '--profile', 'a') // before keys of the config file
    const withKeys = { env: {}, config: text, credentials: `[a]\n${keys()}` }
    if (/login_session|credential_process/.test(name)) assert.equal(presign(withKeys, '--profile', 'a').accessKeyId, ID)
    else says(withKeys, hint, '--profile', 'a')
    // What the hint says works: the environment comes before the profile that is not typed.
    assert.equal(presign({ env: { ...KEYS, AWS_PROFILE: 'a' }, config: text }).region, 'eu-west-1')
  }
})

test('a session of SSO alone is none of the profile if it has keys', () => {
  const sso = '[default]\nregion = eu-west-1\nsso_session = corp\n'
  assert.equal(presign({ env: {}, config: sso + keys() }).accessKeyId, ID)
  says(
    { env: {}, config: sso },
    /sso_session of the profile: .*"\$\(aws configure export-credentials --format env\)"\n$/,
  )
})

test('a profile name that a shell would read otherwise is not put in a command', () => {
  const name = 'a"; rm -rf ~'
  const text = `[profile '${name}']\nregion = eu-west-1\nrole_arn = a\n`
  says({ env: {}, config: text }, /--profile NAME .*AWS_PROFILE=NAME /, '--profile', name)
})

test('a web identity in the environment', () => {
  const env = { AWS_WEB_IDENTITY_TOKEN_FILE: '/tmp/token', AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/a' }
  says({ env, config }, /ERR_CREDENTIALS_UNAVAILABLE: AWS_WEB_IDENTITY_TOKEN_FILE: /)
  assert.equal(presign({ env, config }, '--profile', 'default').accessKeyId, ID)
  assert.equal(presign({ env: { ...env, ...KEYS }, config }).accessKeyId, ID)
})

test('a URL ends with its credentials, and that is said', () => {
  const given = { env: { ...KEYS, AWS_REGION: 'eu-west-1', AWS_CREDENTIAL_EXPIRATION: '2026-11-24T12:10:00+00:00' } }
  const { status, stdout, stderr } = cli(['presign', 's3://media/a.txt', '--json'], given)
  const { expiresIn, expiresAt, limitedBy } = JSON.parse(stdout)
  assert.deepEqual([status, expiresIn, expiresAt, limitedBy], [0, 600, '2026-11-24T12:10:00.000Z', 'credentials'])
  assert.equal(stderr, 'edgesign: the URL ends with its credentials, in 600 s\n')
  given.env.AWS_CREDENTIAL_EXPIRATION = '2026-11-24T11:59:59Z'
  says(given, /^edgesign: ERR_CREDENTIALS_EXPIRED: /)
  given.env.AWS_CREDENTIAL_EXPIRATION = 'tomorrow'
  says(given, /^edgesign: ERR_INVALID_CREDENTIALS: expiration: /)
})

test("hosts of AWS that are not made here: an error, not the region's host", () => {
  const refused = (env, more, name) =>
    says({ env, config: config + more }, new RegExp(`ERR_INVALID_ENDPOINT: ${name} is set`))
  refused({ AWS_USE_FIPS_ENDPOINT: 'true' }, '', 'use_fips_endpoint')
  refused({ AWS_USE_DUALSTACK_ENDPOINT: 'True' }, '', 'use_dualstack_endpoint')
  refused({}, 'use_fips_endpoint = true\n', 'use_fips_endpoint')
  refused({}, 'use_dualstack_endpoint = true\n', 'use_dualstack_endpoint')
  refused({}, 's3 =\n  use_dualstack_endpoint = true\n', 'use_dualstack_endpoint')
  refused({}, 's3 =\n  use_accelerate_endpoint = true\n', 'use_accelerate_endpoint')
  const off = { env: { AWS_USE_FIPS_ENDPOINT: 'false' }, config: `${config}use_fips_endpoint = true\n` }
  assert.equal(presign(off).address, 'media.s3.eu-west-1.amazonaws.com/a.txt')
  const given = { env: { AWS_USE_FIPS_ENDPOINT: 'true' }, config: `${config}s3 =\n  addressing_style = virtual\n` }
  const url = 'https://s3-fips.us-east-1.amazonaws.com'
  assert.equal(presign(given, '--endpoint-url', url).address, 'media.s3-fips.us-east-1.amazonaws.com/a.txt')
})

test('settings that are no settings', () => {
  says({ env: {}, config: `${config}s3 = virtual\n` }, /ERR_CREDENTIALS_UNAVAILABLE: s3: expected nested settings/)
  says({ env: {}, config: `${config}s3 =\n  addressing_style = host\n` }, /ERR_INVALID_ENDPOINT: addressing_style: /)
  says(
    { env: {}, config: `[default]\nregion =\n  a = b\n${keys()}` },
    /ERR_CREDENTIALS_UNAVAILABLE: region: expected one line/,
  )
  says({ env: {}, config }, /ERR_INVALID_ENDPOINT: /, '--endpoint-url', 'localhost:9000')
})

test('files that are no text, or no files', () => {
  const bytes = Uint8Array.of(0x5b, 0xff, 0x5d, 0x0a)
  says({ env: KEYS, config: bytes }, /ERR_CREDENTIALS_UNAVAILABLE: \S+config: not UTF-8\n$/)
  assert.equal(presign({ env: {}, config: `\ufeff${config}` }).accessKeyId, ID) // as Windows Notepad may write it
  const home = makeHome({ credentials: config })
  mkdirSync(join(home, '.aws/config'))
  assert.equal(presign({ env: {}, home }).accessKeyId, ID)
})
