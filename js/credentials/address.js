// Where credentials are asked for.

import { SigningError } from '../errors.js'
import { awsAddress, readEndpoint } from '../url.js'
import { text } from '../values.js'
import { missing } from './parameters.js'

/** @typedef {import('../values.js').Options} Options */

/**
 * STS at an endpoint, or AWS's in the region.
 *
 * @param {Options} options
 */
export function stsUrl(options) {
  const { scheme, host, basePath } = addressOf(options, 'sts')
  return `${scheme}${host}${basePath}/`
}

/**
 * A directory bucket of S3 Express One Zone: a host of its own in the zone that its name tells; at an IP address, a path.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-Regions-and-Zones.html
 *
 * @param {Options} options
 */
export function sessionUrl({ bucket, ...options }) {
  if (bucket === undefined) throw missing('bucket')
  const [, zone] = DIRECTORY_BUCKET.exec(text('bucket', bucket)) ?? []
  if (zone === undefined) throw new SigningError('ERR_INVALID_BUCKET', 'bucket: expected a name as in base--zone--x-s3')
  const { scheme, host, basePath, isAddress } = addressOf(options, `s3express-${zone}`)
  return isAddress ? `${scheme}${host}${basePath}/${bucket}?session` : `${scheme}${bucket}.${host}${basePath}/?session`
}

const DIRECTORY_BUCKET = /^(?=.{3,63}$)[a-z\d][a-z\d-]*?--((?:[a-z\d]+-)*[a-z\d]+)--x-s3$/

/**
 * @param {Options} options
 * @param {string} service how AWS's host begins
 */
function addressOf({ endpoint, region }, service) {
  if (region === undefined) throw missing('region')
  if (endpoint !== undefined) return readEndpoint(text('endpoint', endpoint))
  const address = awsAddress(text('region', region))
  return { ...address, host: address.host.replace(/^s3/, service), isAddress: false }
}
