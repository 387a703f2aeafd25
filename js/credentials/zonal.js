// Where a directory bucket of S3 Express One Zone is.

import { SigningError } from '../errors.js'
import { awsAddress, readEndpoint } from '../url.js'
import { text } from '../values.js'
import { missing } from './parameters.js'

/**
 * The bucket's own host in its zone, which its name ends in; at an IP address, the path.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-Regions-and-Zones.html
 *
 * @param {import('../values.js').Options} options
 */
export function zonalUrl({ endpoint, region, bucket }) {
  if (region === undefined) throw missing('region')
  if (bucket === undefined) throw missing('bucket')
  const [, zone] = DIRECTORY_BUCKET.exec(text('bucket', bucket)) ?? []
  if (zone === undefined) throw new SigningError('ERR_INVALID_BUCKET', 'bucket: expected a name as in base--zone--x-s3')
  const { scheme, host, basePath, isAddress } =
    endpoint === undefined ? inZone(text('region', region), zone) : readEndpoint(text('endpoint', endpoint))
  return isAddress ? `${scheme}${host}${basePath}/${bucket}?session` : `${scheme}${bucket}.${host}${basePath}/?session`
}

const DIRECTORY_BUCKET = /^(?=.{3,63}$)[a-z\d][a-z\d-]*?--((?:[a-z\d]+-)*[a-z\d]+)--x-s3$/

/**
 * @param {string} region
 * @param {string} zone
 */
function inZone(region, zone) {
  const address = awsAddress(region)
  return { ...address, host: address.host.replace(/^s3/, `s3express-${zone}`), isAddress: false }
}
