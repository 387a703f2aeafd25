// A playlist on its way through: lines come in, their URIs gather in a batch, and what was read goes out again with presigned URLs
// in their places. All else stays as it is, to the byte.

import { SigningError, argTypeError, isSigningError } from '../errors.js'
import { MAX, Variables, readAttributes } from './attributes.js'
import { isForeign, keyOf } from './uri.js'

/** @typedef {import('./index.d.ts').PlaylistOptions} PlaylistOptions */

const OBJECT = 1
/**
 * Another playlist, whose URIs have to be rewritten as well; or what only a server can answer, since the player adds a query,
 * which no presigned URL survives (`_HLS_msn`, `_HLS_primary_id`, `_HLS_pathway`).
 */
const PLAYLIST = 2

/**
 * The attributes that hold a URI. Source: draft-pantos-hls-rfc8216bis-20, 4.4 and appendix D.
 *
 * @type {Record<string, Record<string, number>>}
 */
const URIS = {
  '#EXT-X-KEY': { URI: OBJECT },
  '#EXT-X-SESSION-KEY': { URI: OBJECT },
  '#EXT-X-MAP': { URI: OBJECT },
  '#EXT-X-PART': { URI: OBJECT },
  '#EXT-X-PRELOAD-HINT': { URI: OBJECT },
  '#EXT-X-SESSION-DATA': { URI: OBJECT },
  '#EXT-X-MEDIA': { URI: PLAYLIST },
  '#EXT-X-I-FRAME-STREAM-INF': { URI: PLAYLIST },
  '#EXT-X-RENDITION-REPORT': { URI: PLAYLIST },
  '#EXT-X-CONTENT-STEERING': { 'SERVER-URI': PLAYLIST },
  '#EXT-X-DATERANGE': { 'X-ASSET-URI': PLAYLIST, 'X-ASSET-LIST': PLAYLIST },
}

/** Keys of a batch, and characters that are held back for one: enough to make each worth its while. */
const BATCH = 1000
const HELD = 65_536

export class Playlist {
  /** @type {(keys: string[]) => readonly string[]} */
  #presign
  /** @type {PlaylistOptions['playlists']} */
  #playlists
  /** @type {string} */
  #folder
  #variables = new Variables()
  /** The beginning of a line, of which the end has not come. */
  #rest = ''
  #line = 0
  #isVariantNext = false
  /** @type {(string | number)[]} what goes out: texts, and in between the places in `#keys` of those whose URLs belong there */
  #out = []
  #held = 0
  /** @type {Map<string, number>} each once, with its place */
  #keys = new Map()
  /** @type {number[]} where each stands first */
  #lines = []

  /**
   * @param {string} key of the playlist
   * @param {(keys: string[]) => readonly string[]} presign
   * @param {PlaylistOptions['playlists']} playlists
   */
  constructor(key, presign, playlists) {
    this.#presign = presign
    this.#playlists = playlists
    this.#folder = key.slice(0, key.lastIndexOf('/') + 1)
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
    yield this.#batch()
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
      this.#held += end - start
      start = end
      if (this.#keys.size >= BATCH || this.#held >= HELD) yield this.#batch()
    }
  }

  /** @param {string} line with its end */
  #readLine(line) {
    if (line.length > MAX) throw tooLong()
    // RFC 8216, 4.1; to some players, a CR alone ends a line as well.
    if (/\r[^\r\n]/.test(line))
      throw new SigningError('ERR_INVALID_PLAYLIST', 'expected lines that end with LF or CRLF')
    if (this.#line === 1) this.#readFirst(line)
    else if (line.startsWith('#EXT-X-')) this.#readTag(line)
    else if (line.startsWith('#')) this.#out.push(line)
    else this.#readUri(line)
  }

  /** RFC 8216, 4.3.1.1. There may be no byte order mark (4.1), but editors write one, and players take it. */
  #readFirst(/** @type {string} */ line) {
    if (!/^\uFEFF?#EXTM3U(\s|$)/.test(line)) throw noPlaylist()
    this.#out.push(line)
  }

  /** @param {string} line */
  #readTag(line) {
    const [tag = ''] = line.split(':', 1)
    if (tag === '#EXT-X-STREAM-INF') this.#isVariantNext = true
    if (tag === '#EXT-X-DEFINE') this.#variables.define(readAttributes(line.slice(tag.length + 1).trimEnd()))
    const uris = Object.hasOwn(URIS, tag) ? URIS[tag] : undefined
    if (uris === undefined) this.#out.push(line)
    else this.#readUris(line, tag.length + 1, uris)
  }

  /**
   * @param {string} line
   * @param {number} from where its attributes begin
   * @param {Record<string, number>} uris
   */
  #readUris(line, from, uris) {
    let done = 0
    for (const { name, text, at } of readAttributes(line.slice(from).trimEnd())) {
      const kind = Object.hasOwn(uris, name) ? uris[name] : undefined
      if (kind === undefined) continue
      if (text === undefined) throw new SigningError('ERR_INVALID_PLAYLIST', `${name}: expected a quoted string`)
      this.#out.push(line.slice(done, from + at))
      this.#put(text, kind === PLAYLIST)
      done = from + at + text.length
    }
    this.#out.push(line.slice(done))
  }

  /** @param {string} line */
  #readUri(line) {
    let [start, end] = [0, line.length]
    while (start < end && isSpace(line, start)) start++
    while (end > start && isSpace(line, end - 1)) end--
    this.#out.push(line.slice(0, start))
    if (start < end) {
      this.#put(line.slice(start, end), this.#isVariantNext)
      this.#isVariantNext = false
    }
    this.#out.push(line.slice(end))
  }

  /**
   * Puts a URL in the place of a URI, or leaves it.
   *
   * @param {string} uri
   * @param {boolean} isPlaylist
   */
  #put(uri, isPlaylist) {
    this.#out.push(
      (isPlaylist && !this.#playlists) || uri === '' || isForeign(uri) ? uri : this.#urlOf(uri, isPlaylist),
    )
  }

  /**
   * @param {string} uri
   * @param {boolean} isPlaylist
   */
  #urlOf(uri, isPlaylist) {
    const substituted = this.#variables.substitute(uri)
    if (substituted !== uri && isForeign(substituted)) return uri
    const key = keyOf(substituted, this.#folder)
    return isPlaylist ? checked(this.#playlists?.(key)) : this.#placeOf(key)
  }

  /** @param {string} key */
  #placeOf(key) {
    const known = this.#keys.get(key)
    if (known !== undefined) return known
    this.#lines.push(this.#line)
    this.#keys.set(key, this.#lines.length - 1)
    return this.#lines.length - 1
  }

  /** What was read since the last time, with its URLs. */
  #batch() {
    const [out, keys, lines] = [this.#out, [...this.#keys.keys()], this.#lines]
    this.#out = []
    this.#lines = []
    this.#held = 0
    this.#keys.clear()
    const urls = keys.length > 0 ? this.#presigned(keys, lines) : []
    let text = '' // joining would copy each part once more
    for (const part of out) text += typeof part === 'number' ? urls[part] : part
    return text
  }

  /**
   * @param {string[]} keys
   * @param {number[]} lines
   */
  #presigned(keys, lines) {
    try {
      return this.#presign(keys)
    } catch (error) {
      const { index } = /** @type {{ index?: number }} */ (error)
      throw index === undefined ? error : located(error, lines[index])
    }
  }
}

/**
 * @param {string} line
 * @param {number} at
 */
const isSpace = (line, at) => ' \t\r\n'.includes(line.charAt(at))

/** What a caller gives must not end the line or the attribute that it is put in. */
function checked(/** @type {unknown} */ url) {
  if (typeof url === 'string' && /^[^#"\s][^"\s]*$/.test(url)) return url
  throw argTypeError('playlists', 'a function that gives a URL as a string')
}

/**
 * The same error, which says where.
 *
 * @param {unknown} error
 * @param {number | undefined} line
 */
function located(error, line) {
  if (!isSigningError(error)) return error
  return new SigningError(error.code, `line ${line}: ${error.message}`, { cause: error })
}

const tooLong = () => new SigningError('ERR_TOO_LARGE', `expected at most ${MAX} characters`)
const noPlaylist = () => new SigningError('ERR_INVALID_PLAYLIST', 'playlist: expected #EXTM3U first')
