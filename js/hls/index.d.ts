import type { Operations } from '../index.d.ts'

/** What presigns, such as the `Presigner` of `edgesign/many`. */
export interface ManyPresigner {
  presignMany(operation: 'GetObject', options: any): { readonly urls: readonly string[] }
}

type GetObjectOptions = Operations['GetObject']

/** How to presign; what is not named here is as in `presignMany('GetObject', ...)`. */
export interface PlaylistOptions extends GetObjectOptions {
  presigner: ManyPresigner
  /** Of the playlist itself: relative URIs are resolved against it. */
  key: string
  /**
   * From the key of another playlist (a variant, a rendition) to the URL that the player shall take. Default: URIs of playlists stay
   * as they stand, so that relative ones lead to where this playlist came from, which rewrites them in their turn.
   */
  playlists?: ((key: string) => string) | undefined
}

/** A `TransformStream` of bytes, where the runtime's types have it. */
export type ByteTransform = typeof globalThis extends { TransformStream: { prototype: infer T } }
  ? T
  : { readonly readable: unknown; readonly writable: unknown }

/**
 * Rewrites an HLS playlist so that every segment, part, map and key that it names by a relative URI is presigned. What is wrong with it
 * is a `SigningError` that ends the stream.
 */
export function presignPlaylist(options: PlaylistOptions): ByteTransform

/** The same, of a playlist in one piece. */
export function presignPlaylistText(playlist: string, options: PlaylistOptions): string
