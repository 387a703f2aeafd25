// Where the keys and the settings come from: the environment, the files, and the profiles in them.

import { ID, KEYS } from '../run.mjs'
import { CONFIG, REGION, S3, TOKEN, env, file, keys } from './given.mjs'

const config = `${CONFIG}${REGION}`
const credentials = `[default]\n${keys()}`
const profileA = `[profile a]\n${S3}${REGION}`
const other = keys('AKIAOTHEREXAMPLE')
const otherEnv = { ...KEYS, AWS_ACCESS_KEY_ID: 'AKIAENVEXAMPLE' }
const asA = ['--profile', 'a']
const noSuchProfile =
  /ERR_CREDENTIALS_UNAVAILABLE: the profile of (--profile|AWS_PROFILE or AWS_DEFAULT_PROFILE) is in neither/
const noCredentials = /ERR_CREDENTIALS_UNAVAILABLE: no credentials: /
const halfOfKeys = /ERR_INVALID_CREDENTIALS: .*(aws_secret_access_key is missing|AWS_SECRET_ACCESS_KEY is not)/

/** One profile, in one file or both. */
const oneProfile = [
  file('all in the config file', { config: config + keys() }),
  file('keys in the credentials file', { config, credentials }),
  file('keys in both', { config: config + other, credentials }),
  file('region in both', { config, credentials: `${credentials}region = us-west-2\n` }),
  file('all in the credentials file', { credentials: config + keys() }),
  file('s3 in both', {
    config: `[default]\ns3 =\n  addressing_style = path\n${REGION}`,
    credentials: credentials + S3,
  }),
  file('a token', { config, credentials: `${credentials}aws_session_token = ${TOKEN}\n` }),
  file('the old name of a token', { config, credentials: `${credentials}aws_security_token = ${TOKEN}\n` }),
  file('both names of a token', { config: `${config}${keys()}aws_session_token = a\naws_security_token = b\n` }),
  file('names in upper case', { config, credentials: credentials.replace(/aws_\w+/g, (name) => name.toUpperCase()) }),
  file('[profile default]', { config: `[profile default]\n${S3}${REGION}${keys()}` }),
  file('[profile default] after it', { config: `${CONFIG}${other}[profile default]\n${S3}${REGION}${keys()}` }),
  file('[profile default] before it', { config: `[profile default]\n${other}${config}${keys()}` }),
]

/** Which profile. */
const named = [
  file('--profile', { config: profileA, credentials: `[default]\n${other}[a]\n${keys()}`, argv: asA }),
  file('AWS_PROFILE', { config: profileA, credentials: `[a]\n${keys()}`, env: { AWS_PROFILE: 'a' } }),
  file('AWS_DEFAULT_PROFILE', { config: profileA + keys(), env: { AWS_DEFAULT_PROFILE: 'a' } }),
  file('--profile before AWS_PROFILE', {
    config: `${profileA}${keys()}[profile b]\n${S3}region = us-west-2\n${other}`,
    env: { AWS_PROFILE: 'b' },
    argv: asA,
  }),
  file('--profile default', { config: config + keys(), env: { AWS_PROFILE: 'b' }, argv: ['--profile', 'default'] }),
  file('a quoted name', { config: `[profile "a b"]\n${S3}${REGION}${keys()}`, argv: ['--profile', 'a b'] }),
  file('a name in single quotes', { config: `[profile 'a b']\n${S3}${REGION}${keys()}`, argv: ['--profile', 'a b'] }),
  file('[a] of the config file', { config: `${config}[a]\n${keys()}`, argv: asA, refused: noSuchProfile }),
  file('[profile a] of the credentials file', {
    config,
    credentials: `[profile a]\n${REGION}${keys()}`,
    argv: asA,
    refused: noSuchProfile,
  }),
  file('no such profile', { config, credentials, argv: ['--profile', 'none'], refused: noSuchProfile }),
  file('no such profile, and keys in the environment', {
    config,
    env: env({ AWS_PROFILE: 'none' }),
    refused: noSuchProfile,
  }),
]

/** The environment and the files. */
const environment = [
  file('--profile before keys of the environment', { config: profileA + keys(), env: otherEnv, argv: asA }),
  file('keys of the environment before AWS_PROFILE', { config: profileA + other, env: { ...KEYS, AWS_PROFILE: 'a' } }),
  file('keys of the environment before the files', { config: config + other, env: KEYS }),
  file('the region of the environment before the profile', {
    config: profileA + keys(),
    env: { AWS_DEFAULT_REGION: 'us-west-2' },
    argv: asA,
  }),
  file('a token of the environment is not of the profile', {
    config: profileA + keys(),
    env: { AWS_SESSION_TOKEN: TOKEN },
    argv: asA,
  }),
  file('the old name of a token in the environment', { config, env: { ...KEYS, AWS_SECURITY_TOKEN: TOKEN } }),
  file('other files', {
    config: `${CONFIG}region = us-west-2\n`,
    credentials: `[default]\n${other}`,
    env: {
      AWS_CONFIG_FILE: '~/elsewhere/config',
      AWS_SHARED_CREDENTIALS_FILE: '$HOME/elsewhere/${KIND}',
      KIND: 'credentials',
    },
    elsewhere: { config, credentials },
  }),
  file('files that are not there', {
    config: config + other,
    env: env({
      AWS_DEFAULT_REGION: 'cn-north-1', // SigV4 and the region's host without any setting
      AWS_CONFIG_FILE: '/nowhere',
      AWS_SHARED_CREDENTIALS_FILE: '~/$NONE',
    }),
  }),
]

/** Nothing to sign with. */
const none = [
  file('empty files', {
    config: '',
    credentials: '',
    env: { AWS_DEFAULT_REGION: 'us-east-1' },
    refused: noCredentials,
  }),
  file('no files', { env: { AWS_DEFAULT_REGION: 'us-east-1' }, refused: noCredentials }),
  file('no keys', { config, refused: noCredentials }),
  file('a secret alone', { config: config + keys().replace(/.*\n/, ''), refused: noCredentials }),
  file('half of the keys', { config: `${config}aws_access_key_id = ${ID}\n`, refused: halfOfKeys }),
  file('half of the keys in the first file', {
    config: config + keys(),
    credentials: `[default]\naws_access_key_id = ${ID}\n`,
    refused: halfOfKeys,
  }),
  file('half of the keys in the environment', {
    config: config + keys(),
    env: { AWS_ACCESS_KEY_ID: ID },
    refused: halfOfKeys,
  }),
]

export const profiles = [...oneProfile, ...named, ...environment, ...none]

const here = `[services here]\ns3 =\n  endpoint_url = https://service.example.com\n`
const other3 = '[services here]\ndynamodb =\n  endpoint_url = http://dynamodb.example.com\n'
const fromProfile = 'endpoint_url = https://profile.example.com\n'
const ignoring = 'ignore_configured_endpoint_urls = true\n'
const S3_URL = { AWS_ENDPOINT_URL_S3: 'https://s3-env.example.com' }
const ANY_URL = { AWS_ENDPOINT_URL: 'https://env.example.com' }
const typed = ['--endpoint-url', 'https://typed.example.com']
const noService = /ERR_INVALID_ENDPOINT: services of the profile: /

const endpoint = (name, settings, given) => file(name, { config: `${config}${keys()}${settings}`, ...given })

/** Where the endpoint's URL comes from. */
export const endpoints = [
  endpoint('of the profile', fromProfile),
  endpoint('of the service before the profile', `${fromProfile}services = here\n${here}`),
  endpoint('a services section that is not named', fromProfile + here),
  endpoint('a services section that is not there', `services = there\n${here}`, { refused: noService }),
  endpoint('a services section without s3', `${fromProfile}services = here\n${other3}`),
  endpoint('of the environment', `services = here\n${here}`, { env: ANY_URL }),
  endpoint("of S3's own variable", `services = here\n${here}`, { env: { ...ANY_URL, ...S3_URL } }),
  endpoint("another service's variable", '', { env: { AWS_ENDPOINT_URL_STS: 'https://sts.example.com' } }),
  endpoint('typed', `services = here\n${here}`, { env: S3_URL, argv: typed }),
  endpoint('ignored', `services = here\n${here}`, { env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE', ...S3_URL } }),
  endpoint('ignored, but typed', '', { env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, argv: typed }),
  endpoint('not ignored', fromProfile, { env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' } }),
  endpoint('ignored by the profile', fromProfile + ignoring),
  endpoint('ignored by the profile, not by the environment', fromProfile + ignoring, {
    env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
  }),
]
