// A playlist on its way through, line by line. What is no URI stays as it is, to the byte.

import { SigningError, argTypeError } from '../errors.js'
import { MAX, Variables, readAttributes } from './attributes.js'
import { Batch, located } from './batch.js'
import { isForeign, keyOf } from './uri.js'

/** @typedef {import('./index.d.ts').PlaylistOptions['playlists']} Playlists */

/** Tags with the `URI` of an object. Source: draft-pantos-hls-rfc8216bis-20, 4.4. */
const OBJECTS = new Set(
  ['KEY', 'SESSION-KEY', 'MAP', 'PART', 'PRELOAD-HINT', 'SESSION-DATA'].map((name) => `#EXT-X-${name}`),
)

/**
 * Tags with the URI of another playlist, which has to be rewritten in its turn. Source: the same, and appendix D. `SERVER-URI` and
 * `X-ASSET-LIST` are for a server to answer: players add a query, which no presigned URL survives.
 */
const PLAYLISTS = new Map([
  ['#EXT-X-MEDIA', 'URI'],
  ['#EXT-X-I-FRAME-STREAM-INF', 'URI'],
  ['#EXT-X-RENDITION-REPORT', 'URI'],
  ['#EXT-X-DATERANGE', 'X-ASSET-URI'],
])

export class Playlist {
  /** @type {string} */
  #folder
  /** @type {Playlists} */
  #playlists
  /** @type {Batch} */
  #batch
  #variables = new Variables()
  /** The beginning of a line, of which the end has not come. */
  #rest = ''
  #line = 0
  #isVariantNext = false

  /**
   * @param {string} key of the playlist
   * @param {Playlists} playlists
   * @param {(keys: string[]) => readonly string[]} presign
   */
  constructor(key, playlists, presign) {
    this.#folder = key.slice(0, key.lastIndexOf('/') + 1)
    this.#playlists = playlists
    this.#batch = new Batch(presign)
  }

  /**
   * Takes a piece of the playlist, and gives what is ready.
   *
   * @param {string} text
   */
  *write(text) {
    const end = text.lastIndexOf('\n') + 1
    if (end > 0) yield* this.#read(this.#rest + text.slice(0, end))
    this.#rest = (end > 0 ? '' : this.#rest) + text.slice(end)
    if (this.#rest.length > MAX) throw located(tooLong(), this.#line + 1)
  }

  /** Gives the rest. */
  *end() {
    yield* this.#read(this.#rest)
    if (this.#line === 0) throw noPlaylist()
    yield* this.#batch.take()
  }

  /** @param {string} text whole lines */
  *#read(text) {
    for (let start = 0; start < text.length;) {
      const end = text.indexOf('\n', start) + 1 || text.length
      this.#line++
      try {
        this.#readLine(text.slice(start, end))
      } catch (error) {
        throw located(error, this.#line)
      }
      start = end
      if (this.#batch.isFull) yield* this.#batch.take()
    }
  }

  /** @param {string} line with its end */
  #readLine(line) {
    if (line.length > MAX) throw tooLong()
    // RFC 8216, 4.1; to some players, a CR alone ends a line as well.
    if (/\r[^\r\n]/.test(line))
      throw new SigningError('ERR_INVALID_PLAYLIST', 'expected lines that end with LF or CRLF')
    // 4.3.1.1. There may be no byte order mark, but editors write one, and players take it.
    if (this.#line === 1 && !/^\uFEFF?#EXTM3U(\s|$)/.test(line)) throw noPlaylist()
    if (line.startsWith('#EXT-X-')) this.#readTag(line)
    else if (line.startsWith('#') || this.#line === 1) this.#batch.addText(line)
    else this.#readUri(line)
  }

  /** @param {string} line */
  #readTag(line) {
    const [tag = ''] = line.split(':', 1)
    const list = line.slice(tag.length + 1).trimEnd()
    if (tag === '#EXT-X-STREAM-INF') this.#isVariantNext = true
    if (tag === '#EXT-X-DEFINE') this.#variables.define(readAttributes(list))
    const holder = OBJECTS.has(tag) ? 'URI' : this.#playlists && PLAYLISTS.get(tag)
    const uris = holder === undefined ? [] : readAttributes(list).filter(({ name }) => name === holder)
    let done = 0
    for (const { name, text, at } of uris) {
      if (text === undefined) throw new SigningError('ERR_INVALID_PLAYLIST', `${name}: expected a quoted string`)
      const start = tag.length + 1 + at
      this.#batch.addText(line.slice(done, start))
      this.#addUrl(text, !OBJECTS.has(tag))
      done = start + text.length
    }
    this.#batch.addText(line.slice(done))
  }

  /** @param {string} line */
  #readUri(line) {
    let [start, end] = [0, line.length]
    while (start < end && isSpace(line, start)) start++
    while (end > start && isSpace(line, end - 1)) end--
    if (start === end) return this.#batch.addText(line)
    this.#batch.addText(line.slice(0, start))
    this.#addUrl(line.slice(start, end), this.#isVariantNext)
    this.#batch.addText(line.slice(end))
    this.#isVariantNext = false
  }

  /**
   * Adds the URL that belongs in the place of a URI, or that as it stands.
   *
   * @param {string} uri
   * @param {boolean} isPlaylist
   */
  #addUrl(uri, isPlaylist) {
    const isLeft = uri === '' || isForeign(uri) || (isPlaylist && !this.#playlists)
    const substituted = isLeft ? uri : this.#variables.substitute(uri)
    if (isLeft || isForeign(substituted)) return this.#batch.addText(uri)
    const key = keyOf(substituted, this.#folder)
    if (isPlaylist) this.#batch.addText(checked(this.#playlists?.(key)))
    else this.#batch.addKey(key, this.#line)
  }
}

/**
 * @param {string} line
 * @param {number} at
 */
const isSpace = (line, at) => ' \t\r\n'.includes(line.charAt(at))

/**
 * What a caller gives must not end the line, or the attribute, that it is put in.
 *
 * @param {unknown} url
 */
function checked(url) {
  if (typeof url === 'string' && /^[^#"\s][^"\s]*$/.test(url)) return url
  throw argTypeError('playlists', 'a function that gives a URL as a string')
}

const tooLong = () => new SigningError('ERR_TOO_LARGE', `expected at most ${MAX} characters`)
const noPlaylist = () => new SigningError('ERR_INVALID_PLAYLIST', 'playlist: expected #EXTM3U first')
