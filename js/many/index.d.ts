import type { CommonOptions, Grant, OperationName, Operations, Presigned, PresignerOptions } from '../index.js'

export type { Grant, OperationName, Operations, Presigned, PresignerOptions }
export { SigningError, isSigningError, presign } from '../index.js'

/** The operations on objects. */
export type ObjectOperationName = { [O in OperationName]: 'key' extends keyof Operations[O] ? O : never }[OperationName]

/** The options of an operation, with many keys in place of one. */
export type ManyOptions<O extends ObjectOperationName> = Omit<Operations[O], 'key'> & {
  /**
   * The keys of the objects, each as for `presign`: an array, or anything else that can be walked over. Everything else is the
   * same for all of them.
   */
  keys: Iterable<string>
}

/** URLs for many objects, and what they have in common. */
export interface PresignedMany extends Omit<Presigned, 'url'> {
  /** One for each key, in their order: the ones that `presign` makes. */
  readonly urls: readonly string[]
}

/**
 * Presigns one operation on many objects, of any number: none gives no URLs.
 *
 * All that `presign` throws; where a key is at fault, the error's `index` says which one, and no URL is returned.
 */
export function presignMany<O extends ObjectOperationName>(operation: O, options: ManyOptions<O>): PresignedMany

/**
 * As {@link presignMany}, chunk by chunk while it is walked over, for more keys than one wants in memory at a time. All are signed
 * for the same second. An error in a key comes when its chunk does.
 */
export function presignChunks<O extends ObjectOperationName>(
  operation: O,
  options: ManyOptions<O>,
): Generator<PresignedMany, void>

/** Presigns many times with the same endpoint, credentials, bucket and limits. It holds no resource: nothing has to be freed. */
export class Presigner {
  constructor(options: PresignerOptions)
  /** The same, but it signs only what `grant` allows, too. */
  within(grant: Grant): Presigner
  /** As the `Presigner` of `edgesign`. */
  presign<O extends OperationName>(operation: O, options: Operations[O]): Presigned
  /** Presigns one operation on many objects: see {@link presignMany}. */
  presignMany<O extends ObjectOperationName>(operation: O, options: ManyOptions<O>): PresignedMany
  /** As `presignMany`, chunk by chunk: see {@link presignChunks}. */
  presignChunks<O extends ObjectOperationName>(operation: O, options: ManyOptions<O>): Generator<PresignedMany, void>
}
