// LocalStack's S3, from PyPI: an emulator whose errors have the texts and the elements of AWS's own, recorded from AWS. Its
// signatures are recomputed by botocore; any access key is known, with the secret `test`.

import { localstack } from '../../tools/oracles.mjs'
import { freePorts, inFolder } from './programs.mjs'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'test' }
const region = 'us-east-1'

/** Starts LocalStack and waits until it listens. It stops with this process, whatever becomes of it. */
export const startLocalstack = () =>
  inFolder('localstack', async ({ dir, start, listening }) => {
    const { port } = await freePorts(['port'])
    start(localstack(), ['-m', 'localstack.runtime.main'], {
      FILESYSTEM_ROOT: dir,
      TMPDIR: dir,
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      LOCALSTACK_HOST: `localhost:${port}`,
      SERVICES: 's3',
      S3_SKIP_SIGNATURE_VALIDATION: '0',
      // It asks nobody on the network for anything.
      DISABLE_EVENTS: '1',
      SKIP_SSL_CERT_DOWNLOAD: '1',
      DNS_ADDRESS: '0',
    })
    await listening(port)
    return { s3: `http://127.0.0.1:${port}`, region, credentials }
  })
