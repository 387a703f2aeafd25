// ministack, from PyPI: an emulator of AWS with users, roles and sessions, and with signatures of its own making. It is no
// proof, but other eyes on the same story, quick to start.

import { join } from 'node:path'
import { ministack } from '../../tools/oracles.mjs'
import { iam } from './iam.mjs'
import { freePorts, inFolder } from './programs.mjs'

/** The account's own keys, to which nothing is denied: a URL of theirs is let in even without a signature. */
const root = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const region = 'us-east-1'

/** Starts ministack and waits until it listens. It stops with this process, whatever becomes of it. */
export const startMinistack = () =>
  inFolder('ministack', async ({ dir, start, listening }) => {
    const { port } = await freePorts(['port'])
    const s3 = `http://127.0.0.1:${port}`
    start(join(ministack(), '../ministack'), [], settings(dir, port))
    await listening(port)
    const ask = iam({ s3, region, credentials: root })
    const createUser = async (name) => {
      await ask('CreateUser', { UserName: name })
      const xml = await ask('CreateAccessKey', { UserName: name })
      const [accessKeyId, secretAccessKey] = ['AccessKeyId', 'SecretAccessKey'].map((element) => textOf(element, xml))
      return { accessKeyId, secretAccessKey }
    }
    const credentials = await createUser('first')
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
    })
    await ask('PutUserPolicy', { UserName: 'first', PolicyName: 'all', PolicyDocument })
    return {
      s3,
      region,
      credentials,
      account: '000000000000',
      iam: ask,
      createUser,
      deleteKey: (name, { accessKeyId }) => ask('DeleteAccessKey', { UserName: name, AccessKeyId: accessKeyId }),
    }
  })

const textOf = (element, xml) => new RegExp(`<${element}>(.*?)</`).exec(xml)[1]

/** It would listen to the world if it were not told otherwise. */
const settings = (dir, port) => ({
  AUTH: 'true',
  BIND_HOST: '127.0.0.1',
  GATEWAY_PORT: String(port),
  SERVICES: 's3,iam,sts',
  MINISTACK_REGION: region,
  AWS_ACCESS_KEY_ID: root.accessKeyId,
  AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
  IOT_MTLS_ENABLED: '0',
  SFTP_ENABLED: '0',
  STATE_DIR: dir,
  S3_DATA_DIR: dir,
  TMPDIR: dir,
})
