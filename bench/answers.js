// A Worker whose answer is 10,000 URLs, or as many as it is asked for.

import { presignPlaylist } from 'edgesign/hls'
import { Presigner } from 'edgesign/many'
import { BUCKET, EXPIRES_IN, PLAYLIST, REGION, credentialsOf, keysOf, playlistOf } from './work.js'

const credentials = credentialsOf(false)
const presigner = new Presigner({ region: REGION, bucket: BUCKET, expiresIn: EXPIRES_IN, credentials })

const answers = {
  nothing: () => '',
  /** As a bucket would give it, and as it is. */
  stored: (count) => stored(count).body,
  playlist: (count) => stored(count).body.pipeThrough(presignPlaylist({ presigner, key: PLAYLIST })),
  urls: (count) => presigner.presignMany('GetObject', { keys: keysOf(count) }).urls.join('\n'),
}

const stored = (count) => new Response(playlistOf(keysOf(count)))

export default {
  async fetch(request) {
    const { kind, count } = await request.json()
    return new Response(answers[kind](count))
  },
}
