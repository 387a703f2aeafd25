import { presignPlaylist } from 'edgesign/hls'
import { Presigner } from 'edgesign/many'
import { BUCKET, EXPIRES_IN, PLAYLIST, REGION, playlistOf } from '../work.js'

/** The playlist that names the keys, as a bucket gives it. */
export const workOf = (keys) => new TextEncoder().encode(playlistOf(keys))

export function make(credentials) {
  const presigner = new Presigner({ region: REGION, bucket: BUCKET, expiresIn: EXPIRES_IN, credentials })
  return async (playlist) => {
    const presigned = new Response(playlist).body.pipeThrough(presignPlaylist({ presigner, key: PLAYLIST }))
    return [await new Response(presigned).text()]
  }
}

export const urlsOf = ([playlist]) => playlist.split('\n').filter((line) => line.startsWith('https:'))
