// Objects, regions, lifetimes and endpoints.

import { S3, TOKEN, env, object, presign } from './given.mjs'

/** Keys that somebody has, and that break signers. */
const KEY_NAMES = [
  ...[
    'a.txt',
    'a b.txt',
    ' ',
    ' a ',
    'a+b',
    'a%20b',
    '%',
    '%%',
    '%2F',
    '100%',
    'a?b=c',
    'a#b',
    '?',
    '#',
    'a&b=c',
    'a=b',
  ],
  ...[
    '/a',
    '//a',
    'a//b',
    'a/',
    'a//',
    '/',
    '//',
    'a/b/c',
    'a\\b',
    '...',
    'a..b',
    '.a',
    'a./b',
    '~',
    '-_.~',
    '-',
    '--a',
  ],
  ...[
    '"',
    "'",
    "it's",
    '`',
    '$HOME',
    '!',
    '*',
    '(a)',
    '[a]',
    '{a}',
    '<a>',
    '|',
    '^',
    '@',
    ':',
    ';',
    ',',
    'a\tb',
    'a\nb',
  ],
  ...['é', 'e\u0301', 'ñandú/日本語', '🙂', '👩‍👩‍👧', '\u200b', '\u00a0', '\ufeffa', '\u2028', '\u202e', 'İ', 'ß', '�'],
  ...[
    's3://media/a',
    'https://example.com/?a=b#c',
    'arn:aws:s3:::x',
    'X-Amz-Signature=0',
    'x'.repeat(1024),
    'é'.repeat(512),
  ],
]

const REGIONS = [
  ...[
    'us-east-1',
    'us-west-2',
    'eu-west-1',
    'eu-central-1',
    'ap-northeast-1',
    'sa-east-1',
    'af-south-1',
    'me-central-1',
  ],
  ...['cn-north-1', 'cn-northwest-1', 'us-gov-west-1', 'us-gov-east-1'],
]

const ENDPOINTS = [
  ...[
    'http://127.0.0.1:9000',
    'http://127.0.0.1',
    'http://localhost:9000',
    'https://s3.example.com',
    'https://s3.example.com/',
  ],
  ...['https://minio.example.com:9000/base/path', 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com'],
  ...['https://s3.eu-west-1.amazonaws.com', 'https://s3.dualstack.eu-west-1.amazonaws.com', 'http://minio:9000'],
]

const styled = (style) => `[default]\n${S3.replace('virtual', style)}`

export const requests = [
  ...KEY_NAMES.map((key) => presign(`key ${JSON.stringify(key.slice(0, 40))}`, {}, `s3://media/${key}`)),
  presign('an address without s3://', {}, 'media/a.txt'),
  ...['my.dotted.bucket', 'media-42', 'abc', 'a'.repeat(63), '123'].map((bucket) =>
    presign(`bucket ${bucket}`, {}, `s3://${bucket}/a.txt`),
  ),
  ...REGIONS.map((region) => object(region, {}, '--region', region)),
  ...REGIONS.map((region) =>
    object(`${region}, token`, { env: env({ AWS_SESSION_TOKEN: TOKEN }) }, '--region', region),
  ),
  ...['1', '60', '3600', '86400', '604800'].map((seconds) => object(`${seconds} s`, {}, '--expires-in', seconds)),
  object('--expires-in=60', {}, '--expires-in=60', '--region=eu-central-1'),
  object('options twice', {}, '--expires-in', '60', '--expires-in', '61'),
  ...ENDPOINTS.map((url) => object(`${url}, virtual`, {}, '--endpoint-url', url)),
  ...ENDPOINTS.map((url) => object(`${url}, auto`, { config: styled('auto') }, '--endpoint-url', url)),
  ...ENDPOINTS.map((url) => object(`${url}, path`, { config: styled('path') }, '--endpoint-url', url)),
  presign('a dotted bucket at an http endpoint', {}, 's3://my.bucket/a', '--endpoint-url', 'http://s3.example.com'),
  presign('a dotted bucket at an https endpoint', {}, 's3://my.bucket/a', '--endpoint-url', 'https://s3.example.com'),
  object('region auto', {}, '--region', 'auto', '--endpoint-url', 'https://s3.example.com'),
  // Elsewhere, the AWS CLI has the global host for these styles: ours is always the region's.
  ...['us-east-1', 'cn-north-1', 'us-gov-west-1'].flatMap((region) =>
    ['auto', 'path'].map((style) => object(`${region}, ${style}`, { config: styled(style) }, '--region', region)),
  ),
]
