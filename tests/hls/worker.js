// A Worker that serves the playlists of a private bucket, rewritten; what they name comes from the bucket itself.

import { presignPlaylist } from 'edgesign/hls'
import { Presigner } from 'edgesign/many'

export default {
  async fetch(request, env) {
    const grant = { bucket: 'media', prefix: 'video/', operations: ['GetObject'] }
    const presigner = new Presigner({ endpoint: env.S3, region: 'us-east-1', credentials: env.CREDENTIALS, grant })
    const key = decodeURIComponent(new URL(request.url).pathname.slice(1))
    const stored = await fetch(presigner.presign('GetObject', { key }).url)
    const body = stored.body.pipeThrough(presignPlaylist({ presigner, key }))
    return new Response(body, { headers: { 'access-control-allow-origin': '*' } })
  },
}
