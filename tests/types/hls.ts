// What callers of `edgesign/hls` may write, and what they may not.

import { type Credentials, Presigner } from 'edgesign'
import { presignPlaylist, presignPlaylistText } from 'edgesign/hls'
import { Presigner as ManyPresigner } from 'edgesign/many'
import { type Same, expect } from './expect.js'

declare const credentials: Credentials
const presigner = new ManyPresigner({ region: 'eu-west-1' })
declare const body: ReadableStream<Uint8Array<ArrayBuffer>>
const key = 'films/index.m3u8'

const stream = presignPlaylist({ presigner, key, bucket: 'media', credentials, expiresIn: 3600, stableFor: 3600 })
expect<Same<typeof stream, TransformStream>>()
new Response(body.pipeThrough(stream))
const written = presignPlaylistText('#EXTM3U', { presigner, key, playlists: (key) => `/${key}` })
expect<Same<typeof written, string>>()
// @ts-expect-error whose URIs?
presignPlaylist({ presigner })
// @ts-expect-error who signs?
presignPlaylist({ key, credentials })
// @ts-expect-error one at a time is not enough
presignPlaylist({ key, presigner: new Presigner({ credentials }) })
// @ts-expect-error no such option
presignPlaylist({ presigner, key, keys: [key] })
// @ts-expect-error a URL is a text
presignPlaylist({ presigner, key, playlists: (key) => new URL(key) })
