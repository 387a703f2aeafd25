// The work, which is the same for all: a URL for GetObject of each of many keys, signed now, for as long as all others. It
// is imported in every runtime.

/** Where the objects are. */
export const REGION = 'eu-west-1'
export const BUCKET = 'media'
export const ENDPOINT = `https://s3.${REGION}.amazonaws.com`
/** Seconds. */
export const EXPIRES_IN = 300

/** AWS's documented example. */
const KEY = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }

/**
 * A token as long as those of STS and of its alphabet, in which `+`, `/` and `=` have to be encoded. The same in every run.
 */
const SESSION_TOKEN = (() => {
  let state = 1
  const next = () => (state = (state * 48_271) % 2_147_483_647) & 255 // Park and Miller's generator
  return btoa(String.fromCharCode(...Array.from({ length: 599 }, next)))
})()

/** @param {boolean} withToken */
export const credentialsOf = (withToken) => (withToken ? { ...KEY, sessionToken: SESSION_TOKEN } : KEY)

/** Keys of several lengths, in characters that nobody has to encode: not every library does. */
export const keysOf = (count) =>
  Array.from({ length: count }, (_, i) => `users/${(i * 7919) % 100_003}/videos/1080p/segment-${i}.m4s`)

/** The key of a playlist that names all of them, relative to it. */
export const PLAYLIST = 'index.m3u8'

/** @param {string[]} keys */
export const playlistOf = (keys) =>
  `#EXTM3U\n#EXT-X-TARGETDURATION:7\n${keys.map((key) => `#EXTINF:6.006,\n${key}\n`).join('')}#EXT-X-ENDLIST\n`
