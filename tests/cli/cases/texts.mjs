// How the files are written, well and badly.

import { ID, SECRET } from '../run.mjs'
import { CONFIG, REGION, S3, TOKEN, file, keys } from './given.mjs'

const text = (name, config) => file(name, { config })

/** A file that both refuse, and what we say of it. */
const bad = (name, config, says) => file(name, { config, refused: says })

const line = (number, says) => new RegExp(`ERR_CREDENTIALS_UNAVAILABLE: \\S+/[.]aws/config, line ${number}: ${says}`)

/** How the files are written. */
export const texts = [
  text('Windows line endings', `${CONFIG}${REGION}${keys()}`.replaceAll('\n', '\r\n')),
  text('old Macintosh line endings', `${CONFIG}${REGION}${keys()}`.replaceAll('\n', '\r')),
  text('no line at the end', `${CONFIG}${REGION}${keys()}`.trimEnd()),
  text('comments', `# one\n; two\n${CONFIG}  # three\n  ; four\n${REGION}\t#five = six\n${keys()}`),
  text(
    'a comment inside a nested section',
    `[default]\ns3 =\n  signature_version = s3v4\n# no\n  # no = no\n  addressing_style = virtual\n${REGION}${keys()}`,
  ),
  text(
    'empty lines',
    `\n\n[default]\n\ns3 =\n\n  signature_version = s3v4\n\n  addressing_style = virtual\n\n${REGION}\n\n${keys()}\n\n`,
  ),
  bad(
    'a comment after a value is of the value',
    `${CONFIG}region = eu-west-1 # home\n${keys()}`,
    /ERR_INVALID_REGION: /,
  ),
  text('a comment after a section', `[default] # mine\n${S3}${REGION}${keys()}`),
  bad(
    'a section with spaces in it is another',
    `[ default ]\n${S3}${REGION}${keys()}`,
    /ERR_INVALID_REGION: no region/,
  ),
  text(
    'no spaces',
    `[default]\ns3=\n signature_version=s3v4\n addressing_style=virtual\n${REGION.replaceAll(' ', '')}${keys().replaceAll(' ', '')}`,
  ),
  text('tabs', `[default]\ns3\t=\n\tsignature_version\t=\ts3v4\n\taddressing_style\t=\tvirtual\n${REGION}${keys()}`),
  text('colons', `${CONFIG}region: eu-west-1\n${keys()}`),
  text('options that are set in', `[default]\n  ${REGION}  ${keys().replace('\n', '\n  ')}${S3}`),
  text(
    'options that are set in, in a second section',
    `[profile a]\n${REGION}[default]\n  ${REGION}  ${keys().replace('\n', '\n  ')}${S3}`,
  ),
  text('a value on several lines', `${CONFIG}${REGION}${keys()}cli_history = one\n  two\n  three = four\n`),
  bad(
    'a key on several lines',
    `${CONFIG}${REGION}aws_access_key_id = ${ID}\n  aws_secret_access_key = ${SECRET}\n`,
    /ERR_CREDENTIALS_UNAVAILABLE: aws_access_key_id: expected one line/,
  ),
  text('an = in a value', `${CONFIG}${REGION}${keys()}aws_session_token = ${TOKEN}\n`),
  text('a name without a value', `${CONFIG}${REGION}${keys()}output =\n`),
  text(
    'other sections',
    `[toplevel]\nx = y\n[sso-session a]\nsso_region = x\n${CONFIG}${REGION}${keys()}[preview]\ncloudfront = true\n`,
  ),
  bad('a line before the sections', `region = eu-west-1\n${CONFIG}${REGION}${keys()}`, line(1, 'expected a section')),
  bad(
    'a line that is nothing',
    `${CONFIG}${REGION}${keys()}${SECRET}\n`,
    line(8, 'expected a .section. or name = value'),
  ),
  bad(
    'a line without a name',
    `${CONFIG}${REGION}${keys()}= ${SECRET}\n`,
    line(8, 'expected a .section. or name = value'),
  ),
  bad(
    'a nested line that is nothing',
    `[default]\ns3 =\n  ${SECRET}\n${REGION}${keys()}`,
    line(3, 'expected name = value'),
  ),
  bad('a section twice', `${CONFIG}${REGION}${keys()}[default]\n${REGION}`, line(8, 'this section')),
  bad('a name twice', `${CONFIG}${REGION}${REGION}${keys()}`, line(6, 'this name')),
  bad(
    'a section that is not closed',
    `${CONFIG}${REGION}${keys()}[profile a\n`,
    line(8, 'expected a .section. or name = value'),
  ),
  bad('an empty section name', `${CONFIG}${REGION}${keys()}[]\n`, line(8, 'expected a .section. or name = value')),
]
