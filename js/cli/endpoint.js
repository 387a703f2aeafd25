// Where the bucket is: region, endpoint and addressing style, by the same rules as the AWS CLI, but that nothing is guessed.
//
// Source: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html (AWS_REGION before AWS_DEFAULT_REGION);
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html (the order of endpoint URLs, `services`);
// https://docs.aws.amazon.com/cli/latest/topic/s3-config.html (`s3 =`). That an endpoint URL means path style unless told
// otherwise, and that an IP address always does: botocore (args.py, and S3's endpoint rules).

import { SigningError } from '../errors.js'
import { nested, setting } from './profile.js'

/** @typedef {import('./profile.js').Profile} Profile */
/** @typedef {import('./profile.js').Variable} Variable */

/**
 * What `presign` is told of it.
 *
 * @param {{ region: string | undefined, endpointUrl: string | undefined }} asked
 * @param {Variable} variable
 * @param {Profile} profile
 */
export function pickEndpoint(asked, variable, profile) {
  const region = asked.region ?? variable('AWS_REGION', 'AWS_DEFAULT_REGION') ?? setting(profile.all, 'region')
  if (region === undefined)
    throw new SigningError('ERR_INVALID_REGION', 'no region: give --region, AWS_REGION, or region in the profile')
  const endpoint = asked.endpointUrl ?? configuredUrl(variable, profile)
  const s3 = nested(profile.all, 's3')
  const style = readStyle(setting(s3, 'addressing_style'))
  if (endpoint === undefined) checkVariants(variable, profile, s3)
  // AWS is virtual-hosted by itself, wherever a bucket's name can be.
  const isVirtual = endpoint !== undefined && style === 'virtual' && !/^https?:\/\/[\d.]+(?:[:/]|$)/.test(endpoint)
  const addressingStyle = isVirtual ? 'virtual-hosted' : endpoint !== undefined || style === 'path' ? 'path' : undefined
  return { region, endpoint, addressingStyle: /** @type {'virtual-hosted' | 'path' | undefined} */ (addressingStyle) }
}

/**
 * @param {Variable} variable
 * @param {Profile} profile
 */
function configuredUrl(variable, profile) {
  if (isOn(variable('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS') ?? setting(profile.all, 'ignore_configured_endpoint_urls')))
    return undefined
  return (
    variable('AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL') ??
    setting(nested(servicesOf(profile), 's3'), 'endpoint_url') ??
    setting(profile.all, 'endpoint_url')
  )
}

/** @param {Profile} profile */
function servicesOf({ all, services }) {
  const name = setting(all, 'services')
  const section = name === undefined ? undefined : services.get(name)
  if (name !== undefined && section === undefined)
    throw new SigningError('ERR_INVALID_ENDPOINT', 'services of the profile: the config file has no such section')
  return section
}

/** @param {string | undefined} style */
function readStyle(style = 'auto') {
  if (['auto', 'virtual', 'path'].includes(style)) return style
  throw new SigningError('ERR_INVALID_ENDPOINT', 'addressing_style: expected auto, virtual or path')
}

/**
 * AWS's other hosts are not made here, and a URL of the usual host would not be what the profile asks for.
 *
 * @param {Variable} variable
 * @param {Profile} profile
 * @param {import('./ini.js').Section | undefined} s3
 */
function checkVariants(variable, { all }, s3) {
  const variants = {
    use_fips_endpoint: variable('AWS_USE_FIPS_ENDPOINT') ?? setting(all, 'use_fips_endpoint'),
    use_dualstack_endpoint:
      variable('AWS_USE_DUALSTACK_ENDPOINT') ??
      setting(all, 'use_dualstack_endpoint') ??
      setting(s3, 'use_dualstack_endpoint'),
    use_accelerate_endpoint: setting(s3, 'use_accelerate_endpoint'),
  }
  const [name] = Object.entries(variants).find(([, value]) => isOn(value)) ?? []
  if (name !== undefined)
    throw new SigningError(
      'ERR_INVALID_ENDPOINT',
      `${name} is set: give the address of that endpoint by --endpoint-url`,
    )
}

/** @param {string | undefined} value */
const isOn = (value) => value?.toLowerCase() === 'true'
