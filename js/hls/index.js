// HLS playlists whose segments are private: see playlist.js.

import { SigningError, argTypeError } from '../errors.js'
import { isBytes, plain, text } from '../values.js'
import { Playlist } from './playlist.js'

/**
 * Presigns what an HLS playlist names, on its way through.
 *
 * @example
 * response.body.pipeThrough(presignPlaylist({ presigner, key: 'films/42/index.m3u8', credentials }))
 *
 * @type {typeof import('./index.d.ts').presignPlaylist}
 */
export function presignPlaylist(options) {
  const playlist = read(options)
  const encoder = new TextEncoder()
  const decode = decoder()
  /** @type {(texts: Iterable<string>, controller: TransformStreamDefaultController) => void} */
  const send = (texts, controller) => {
    for (const text of texts) if (text !== '') controller.enqueue(encoder.encode(text))
  }
  return new TransformStream({
    transform: (chunk, controller) => send(playlist.write(decode(chunk)), controller),
    flush(controller) {
      send(playlist.write(decode()), controller)
      send(playlist.end(), controller)
    },
  })
}

/**
 * The same, of a playlist in one piece.
 *
 * @type {typeof import('./index.d.ts').presignPlaylistText}
 */
export function presignPlaylistText(given, options) {
  const playlist = read(options)
  if (typeof given !== 'string') throw argTypeError('playlist', 'a string')
  let written = ''
  for (const part of playlist.write(given)) written += part
  for (const part of playlist.end()) written += part
  return written
}

/** @param {import('./index.d.ts').PlaylistOptions} options */
function read(options) {
  const { presigner, key, playlists, ...rest } = plain('options', options)
  if (typeof presigner?.presignMany !== 'function') throw argTypeError('presigner', 'a Presigner of edgesign/many')
  if (playlists !== undefined && typeof playlists !== 'function') throw argTypeError('playlists', 'a function')
  const presign = (/** @type {string[]} */ keys) => {
    // One for all batches: what is named twice has one URL, which caches keep.
    if (rest.signingDate === undefined) rest.signingDate = new Date()
    return presigner.presignMany('GetObject', { ...rest, keys }).urls
  }
  return new Playlist(text('key', key, 'ERR_INVALID_KEY'), playlists, presign)
}

/** UTF-8, which may be cut anywhere; a byte order mark stays in the text, so that all of it can be written again. */
function decoder() {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  /** @param {Uint8Array} [chunk] */
  return (chunk) => {
    if (chunk !== undefined && !isBytes(chunk)) throw argTypeError('playlist', 'a stream of bytes')
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined })
    } catch (cause) {
      throw new SigningError('ERR_INVALID_PLAYLIST', 'playlist: expected UTF-8', { cause })
    }
  }
}
