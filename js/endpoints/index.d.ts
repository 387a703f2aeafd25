/** Where the bucket stands: `https://bucket.host/key` or `https://host/bucket/key`. */
export type AddressingStyle = 'virtual-hosted' | 'path'

/** Where S3 is: made by {@link aws}, {@link r2} or {@link custom}. R2's does not survive JSON, which drops its `check`. */
export interface Endpoint {
  /** The provider's name, for messages. */
  readonly provider?: string
  /** The address of the service; AWS's in `region` if absent. */
  readonly url?: string
  /** The region of the credential scope. */
  readonly region: string
  /** Default: virtual-hosted for AWS, path for a `url`. */
  readonly addressingStyle?: AddressingStyle | undefined
  /** Throws for what the provider never does in a presigned URL. */
  readonly check?: (operation: string, headers: [name: string, value: string][], hoist: string[]) => void
}

/** AWS in a region, in every partition. A bucket whose name cannot be part of a TLS host name goes path style. */
export function aws(options: { region: string; addressingStyle?: AddressingStyle | undefined }): Endpoint

/**
 * Cloudflare R2: region `auto`, path style, and `ERR_UNSUPPORTED_BY_PROVIDER` for what it cannot do.
 *
 * @param options.accountId 32 hexadecimal digits
 * @param options.jurisdiction where the data has to stay; default: nowhere in particular
 */
export function r2(options: { accountId: string; jurisdiction?: 'eu' | 'fedramp' | undefined }): Endpoint

/**
 * Any other S3-compatible service.
 *
 * @param options.url `http(s)://host[:port][/base/path]`
 * @param options.addressingStyle default: `'path'`
 */
export function custom(options: {
  url: string
  region: string
  addressingStyle?: AddressingStyle | undefined
}): Endpoint
