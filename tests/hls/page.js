// A page that plays a playlist in hls.js, and says what it saw.

import Hls from 'hls.js'

/** Plays until `end`, and gives the colours, at first and at last, of a place that the film's bar reaches halfway. */
globalThis.play = async (url, end) => {
  const video = Object.assign(document.createElement('video'), { muted: true })
  document.body.replaceChildren(video)
  const hls = new Hls({ enableWorker: false })
  const failed = new Promise((_, reject) => {
    hls.on(Hls.Events.ERROR, (_, { type, fatal, details, response }) => {
      // That the machine is slow is none.
      const isError = fatal || type !== Hls.ErrorTypes.MEDIA_ERROR
      if (isError) reject(new Error(`${details}: ${response?.code}`))
    })
  })
  hls.loadSource(url)
  hls.attachMedia(video)
  try {
    return await Promise.race([failed, watch(video, end)])
  } finally {
    hls.destroy()
  }
}

async function watch(video, end) {
  await new Promise((resolve) => video.addEventListener('canplay', resolve, { once: true }))
  const first = colour(video)
  await video.play()
  video.playbackRate = 3
  while (video.currentTime < end) await new Promise((resolve) => setTimeout(resolve, 50))
  const { totalVideoFrames: frames } = video.getVideoPlaybackQuality()
  return { first, last: colour(video), size: [video.videoWidth, video.videoHeight], frames }
}

function colour(video) {
  const canvas = Object.assign(document.createElement('canvas'), { width: video.videoWidth, height: video.videoHeight })
  const context = canvas.getContext('2d')
  context.drawImage(video, 0, 0)
  return [...context.getImageData(canvas.width / 2, canvas.height - 2, 1, 1).data].slice(0, 3)
}
