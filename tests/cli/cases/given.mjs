// What is asked of the AWS CLI and of ours: command lines with an environment and shared files.

import { ID, KEYS, SECRET } from '../run.mjs'

/** With it, the AWS CLI signs by SigV4, and for the host of the region. */
export const S3 = 's3 =\n  signature_version = s3v4\n  addressing_style = virtual\n'
export const CONFIG = `[default]\n${S3}`
export const REGION = 'region = eu-west-1\n'
export const TOKEN = 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQD+a=='

export const keys = (id = ID) => `aws_access_key_id = ${id}\naws_secret_access_key = ${SECRET}\n`

export const env = (more = {}) => ({ ...KEYS, AWS_DEFAULT_REGION: 'eu-west-1', ...more })
export const presign = (name, given, ...argv) => ({ name, config: CONFIG, env: env(), argv, ...given })
export const object = (name, given, ...argv) => presign(name, given, 's3://media/a b.txt', ...argv)

/** With nothing in the environment. `refused`: both refuse it, and we say this. */
export const file = (name, { argv = [], ...given }) => object(name, { config: undefined, env: {}, ...given }, ...argv)
