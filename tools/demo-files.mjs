// The files of the demo bucket, made on the spot: a text, a picture and a film.

import { deflateSync } from 'node:zlib'

/** @returns {{ key: string, contentType: string, body: string | Uint8Array }[]} */
export function demoFiles() {
  const { init, segments } = film()
  const mp4 = (name, body) => ({ key: `video/${name}`, contentType: 'video/mp4', body })
  return [
    { key: 'welcome.txt', contentType: 'text/plain; charset=utf-8', body: WELCOME },
    { key: 'images/sunset.png', contentType: 'image/png', body: png(640, 360, sunset) },
    { key: 'video/index.m3u8', contentType: 'application/vnd.apple.mpegurl', body: playlist() },
    mp4('init.mp4', init),
    ...segments.map((segment, i) => mp4(`segment-${i}.m4s`, segment)),
    mp4('clip.mp4', Buffer.concat([init, ...segments])),
  ]
}

const WELCOME = `Willkommen, bienvenue, ようこそ!

This object is private. You read it through a presigned URL: whoever has the URL may do
one thing with one object for a limited time, without an account – like a key to one
door of the château, which melts in an hour. After that, the same URL answers 403.

À bientôt! 👋
`

// The picture. A place is x and y from the top left, 0 to 1; a colour is red, green and blue, 0 to 255.

const ASPECT = 16 / 9
const SUN = [0.62, 0.56]
const SKY = [
  [0, [38, 32, 84]],
  [0.35, [140, 58, 110]],
  [0.6, [244, 122, 82]],
  [0.8, [255, 206, 122]],
]
/** From the back to the front: height of the ridge, of its waves, how many and where they begin; colour. */
const HILLS = [
  [0.66, 0.05, 9, 1.2, [150, 72, 104]],
  [0.74, 0.06, 6, 4.1, [92, 46, 88]],
  [0.86, 0.05, 4, 2.3, [38, 24, 54]],
]

function sunset(x, y) {
  const distance = Math.hypot((x - SUN[0]) * ASPECT, y - SUN[1])
  let colour = mix(sky(y), [255, 190, 110], 0.75 * Math.max(0, 1 - distance / 0.55) ** 2)
  colour = mix(colour, [255, 240, 200], edge(0.12 - distance))
  for (const [height, swing, waves, start, hill] of HILLS) {
    const ridge = height + swing * (0.7 * Math.sin(x * waves + start) + 0.3 * Math.sin(x * waves * 2.7 + start * 2))
    // Haze: a hill is lightest just under its ridge.
    const haze = 0.25 * Math.max(0, 1 - (y - ridge) / 0.15)
    colour = mix(colour, mix(hill, [255, 170, 120], haze), edge(y - ridge))
  }
  return colour
}

function sky(y) {
  const next = SKY.findIndex(([at]) => at > y)
  if (next < 0) return SKY.at(-1)[1]
  const [[from, above], [to, below]] = [SKY[next - 1], SKY[next]]
  return mix(above, below, (y - from) / (to - from))
}

/** How much of a pixel is inside, given how far inside its middle is: no jagged edges. */
function edge(inside) {
  return Math.min(1, Math.max(0, inside * 250 + 0.5))
}

function mix(a, b, share) {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share]
}

// PNG (https://www.w3.org/TR/png-3/)

/** Truecolour, 8 bits a channel. */
function png(width, height, colour) {
  const rows = Array.from({ length: height }, (_, y) => {
    const pixels = Array.from({ length: width }, (_, x) => colour(x / width, y / height)).flat()
    // Filter 1, "Sub" (9.2): the difference to the pixel on the left, which deflate does better with in a gradient.
    const bytes = Uint8ClampedArray.from(pixels)
    return Buffer.from([1, ...Array.from(bytes, (byte, i) => byte - (bytes[i - 3] ?? 0))])
  })
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    // 11.2.1: after the size the depth, truecolour, and the only methods of compression, filtering and interlacing.
    chunk('IHDR', Buffer.concat([u32(width, height), Buffer.from([8, 2, 0, 0, 0])])),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Section 5.3. */
function chunk(type, data) {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
  return Buffer.concat([u32(data.length), content, u32(crc32(content))])
}

/** Annex D. Node's own zlib.crc32 is not in every Node 20. */
const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1
  return n
})

function crc32(bytes) {
  let crc = 0xffffffff
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 0xff] ^ (crc >>> 8)
  return ~crc
}

// The film: a ball which bounces through the sunset and is at its end where it began, and a bar which grows.

const COLUMNS = 16
const ROWS = 9
const WIDTH = COLUMNS * 16
const HEIGHT = ROWS * 16
const RATE = 12
const SEGMENTS = 3
const SEGMENT_SECONDS = 2
const SEGMENT_FRAMES = RATE * SEGMENT_SECONDS
const FRAMES = SEGMENTS * SEGMENT_FRAMES

function film() {
  const place = (i) => [(i % WIDTH) / WIDTH, Math.floor(i / WIDTH) / HEIGHT]
  const backdrop = Array.from({ length: WIDTH * HEIGHT }, (_, i) => sunset(...place(i)))
  const frames = Array.from({ length: FRAMES }, (_, i) => macroblocks(scene(backdrop, i)))
  const samples = frames.map((frame, i) =>
    i % SEGMENT_FRAMES ? predicted(i % SEGMENT_FRAMES, frame, frames[i - 1]) : intra(frame),
  )
  const segments = Array.from({ length: SEGMENTS }, (_, i) =>
    mediaSegment(i, samples.slice(i * SEGMENT_FRAMES, (i + 1) * SEGMENT_FRAMES)),
  )
  return { init: initSegment(), segments }
}

/** The pixels of a frame, row by row. */
function scene(backdrop, frame) {
  const pixels = backdrop.slice()
  const draw = (x, y, colour, share) => (pixels[y * WIDTH + x] = mix(pixels[y * WIDTH + x], colour, share))
  const time = frame / FRAMES
  const across = 0.5 - 0.4 * Math.cos(2 * Math.PI * time)
  const down = 0.8 - 0.5 * Math.abs(Math.sin(6 * Math.PI * time))
  drawBall(draw, across * WIDTH, down * HEIGHT)
  for (let x = 0; x < ((frame + 1) / FRAMES) * WIDTH; x++) {
    for (let y = HEIGHT - BAR; y < HEIGHT; y++) draw(x, y, [255, 206, 122], 1)
  }
  return pixels
}

const BAR = 4
const RADIUS = 16

/** A beach ball, which turns as it moves. */
function drawBall(draw, centreX, centreY) {
  for (let y = Math.floor(centreY - RADIUS); y <= centreY + RADIUS; y++) {
    for (let x = Math.floor(centreX - RADIUS); x <= centreX + RADIUS; x++) {
      const [dx, dy] = [x - centreX, y - centreY]
      const inside = RADIUS - Math.hypot(dx, dy)
      const stripe = Math.sin(3 * (Math.atan2(dy, dx) - centreX / RADIUS)) > 0
      const shade = 0.35 * Math.max(0, (dx + dy) / RADIUS)
      const colour = mix(stripe ? [226, 44, 56] : [250, 246, 240], [40, 20, 60], shade)
      if (inside > -0.5) draw(x, y, colour, Math.min(1, inside + 0.5))
    }
  }
}

/** A frame as its macroblocks (H.264 6.4.1), in BT.709: 16x16 samples of luma, then 8x8 of each chroma (7.3.5). */
function macroblocks(pixels) {
  return Array.from({ length: COLUMNS * ROWS }, (_, address) => {
    const corner = (Math.floor(address / COLUMNS) * WIDTH + (address % COLUMNS)) * 16
    const samples = Buffer.alloc(384)
    for (let i = 0; i < 256; i++) samples[i] = luma(pixels[corner + (i >> 4) * WIDTH + (i & 15)])
    for (let i = 0; i < 64; i++) {
      const at = corner + (i >> 3) * 2 * WIDTH + (i & 7) * 2
      const four = mix(mix(pixels[at], pixels[at + 1], 0.5), mix(pixels[at + WIDTH], pixels[at + WIDTH + 1], 0.5), 0.5)
      const grey = brightness(four)
      samples[256 + i] = Math.round(128 + (224 / 255 / 1.8556) * (four[2] - grey))
      samples[320 + i] = Math.round(128 + (224 / 255 / 1.5748) * (four[0] - grey))
    }
    return samples
  })
}

function luma(colour) {
  return Math.round(16 + (219 / 255) * brightness(colour))
}

function brightness([red, green, blue]) {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

// H.264 (ITU-T H.264, numbers of the 2019 edition), as little as will do: what has changed is sent as it is (I_PCM),
// and what has not is skipped.

/** Baseline, and what it shares with Main: profile_idc 66, constraint_set0_flag and constraint_set1_flag (A.2.1). */
const PROFILE = [66, 0xc0]
/** 3.1. The picture is small, but below it a first frame has at most 45 KB (A.3.1, MinCR), and I_PCM needs 55. */
const LEVEL = 31
/** nal_ref_idc 3 and nal_unit_type (7.3.1, table 7-1). */
const NAL = { slice: 0x61, idr: 0x65, sps: 0x67, pps: 0x68 }

/** 7.3.2.1.1 and, for the colours, E.1.1. */
function sequenceParameters() {
  const bits = new Bits()
  for (const byte of [...PROFILE, LEVEL]) bits.u(8, byte)
  // seq_parameter_set_id, log2_max_frame_num_minus4; pic_order_cnt_type 2: frames are shown as they come.
  bits.ue(0, 4, 2)
  // One reference frame, without gaps.
  bits.ue(1).u(1, 0)
  // The size; frames without fields, direct_8x8_inference_flag, no cropping.
  bits.ue(COLUMNS - 1, ROWS - 1).u(3, 0b110)
  // VUI: no aspect ratio, no overscan; video_signal_type with format 5, limited range and a description: BT.709.
  bits.u(1, 1).u(3, 0b001).u(3, 5).u(2, 0b01).u(8, 1).u(8, 1).u(8, 1)
  // No chroma location, timing, NAL or VCL HRD, pic_struct or bitstream restriction.
  bits.u(6, 0)
  return unit(NAL.sps, bits)
}

/** 7.3.2.2: CAVLC, one slice group, one reference, no weights; the deblocking filter is up to the slice. */
function pictureParameters() {
  const bits = new Bits().ue(0, 0).u(2, 0).ue(0, 0, 0).u(3, 0).ue(0, 0, 0).u(3, 0b100)
  return unit(NAL.pps, bits)
}

/** An IDR picture: every macroblock is I_PCM, mb_type 25 (table 7-11). */
function intra(frame) {
  // 7.3.3: first_mb_in_slice, slice_type I, the parameters; frame_num; idr_pic_id; dec_ref_pic_marking (7.3.3.3);
  // slice_qp_delta; disable_deblocking_filter_idc.
  const bits = new Bits().ue(0, 7, 0).u(8, 0).ue(0).u(2, 0).ue(0, 1)
  for (const samples of frame) bits.ue(25).pcm(samples)
  return sample(NAL.idr, bits)
}

/** A P picture. A macroblock which has not changed is P_Skip: nothing here moves, so its vector is zero (8.4.1.1). */
function predicted(number, frame, previous) {
  // 7.3.3, as above, with num_ref_idx_active_override_flag, ref_pic_list_modification_flag_l0 (7.3.3.1) and
  // adaptive_ref_pic_marking_mode_flag, all 0.
  const bits = new Bits().ue(0, 5, 0).u(8, number).u(3, 0).ue(0, 1)
  let skipped = 0
  frame.forEach((samples, address) => {
    if (samples.equals(previous[address])) return skipped++
    // 7.3.4: mb_skip_run goes before every macroblock; the types of I come after the five of P (table 7-13).
    bits.ue(skipped, 5 + 25).pcm(samples)
    skipped = 0
  })
  if (skipped) bits.ue(skipped)
  return sample(NAL.slice, bits)
}

/** A NAL unit as MP4 has it, after its length (ISO/IEC 14496-15, 5.3). */
function sample(header, bits) {
  const nal = unit(header, bits)
  return Buffer.concat([u32(nal.length), nal])
}

/** 7.3.1, with the emulation prevention of 7.4.1: no three bytes which look like a start code. */
function unit(header, bits) {
  const bytes = [header]
  let zeros = 0
  for (const byte of bits.end()) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3)
      zeros = 0
    }
    bytes.push(byte)
    zeros = byte ? 0 : zeros + 1
  }
  return Buffer.from(bytes)
}

class Bits {
  #bytes = []
  #rest = ''

  /** u(n), 7.2. */
  u(length, value) {
    this.#rest += value.toString(2).padStart(length, '0')
    return this
  }

  /** ue(v), 9.1, of each value. se(v) of 0 is the same bit. */
  ue(...values) {
    for (const value of values) {
      const code = (value + 1).toString(2)
      this.u(code.length * 2 - 1, value + 1)
    }
    return this
  }

  /** 7.3.5: pcm_alignment_zero_bit and the samples. */
  pcm(samples) {
    this.#align()
    for (const byte of samples) this.#bytes.push(byte)
  }

  /** rbsp_trailing_bits, 7.3.2.11. */
  end() {
    this.u(1, 1).#align()
    return this.#bytes
  }

  #align() {
    for (const byte of this.#rest.match(/.{1,8}/g) ?? []) this.#bytes.push(parseInt(byte.padEnd(8, '0'), 2))
    this.#rest = ''
  }
}

// Fragmented MP4 (ISO/IEC 14496-12) and HLS (RFC 8216)

const TIMESCALE = RATE * 1000
const DURATION = FRAMES * 1000
/** 6.2.2: the matrix which changes nothing. */
const MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)

/** What a player has to know before the first segment: one track, whose samples are all in fragments (8.8). */
function initSegment() {
  const ftyp = box('ftyp', 'iso5', u32(0), 'iso5', 'iso6', 'mp41')
  // 8.2.2: rate 1, volume 1, the next track would be the second.
  const mvhd = full('mvhd', 0, u32(0, 0, TIMESCALE, 0, 0x10000, 0x01000000, 0, 0), MATRIX, u32(0, 0, 0, 0, 0, 0, 2))
  // 8.8.2: the whole duration, which a fragment cannot tell. 8.8.3: the defaults are the fragments' own.
  const mvex = box('mvex', full('mehd', 0, u32(DURATION)), full('trex', 0, u32(1, 1, 0, 0, 0)))
  return Buffer.concat([ftyp, box('moov', mvhd, track(), mvex)])
}

function track() {
  // 8.3.2: flags "enabled" and "in movie".
  const tkhd = full('tkhd', 3, u32(0, 0, 1, 0, 0, 0, 0, 0, 0), MATRIX, u32(WIDTH << 16, HEIGHT << 16))
  // 8.4.2: the language is "und", three letters of five bits.
  const mdhd = full('mdhd', 0, u32(0, 0, TIMESCALE, 0, 0x55c40000))
  const hdlr = full('hdlr', 0, u32(0), 'vide', u32(0, 0, 0), 'video\0')
  // 8.7.2: the samples are in this file.
  const dinf = box('dinf', full('dref', 0, u32(1), full('url ', 1)))
  const none = ['stts', 'stsc', 'stco'].map((name) => full(name, 0, u32(0)))
  const stbl = box('stbl', full('stsd', 0, u32(1), sampleEntry()), ...none, full('stsz', 0, u32(0, 0)))
  const minf = box('minf', full('vmhd', 1, u32(0, 0)), dinf, stbl)
  return box('trak', tkhd, box('mdia', mdhd, hdlr, minf))
}

/** 12.1.3, and the decoder's configuration of ISO/IEC 14496-15, 5.3.3. */
function sampleEntry() {
  const [sps, pps] = [sequenceParameters(), pictureParameters()]
  // Version 1, lengths of four bytes, one SPS and one PPS.
  const head = Buffer.from([1, ...PROFILE, LEVEL, 0xff, 0xe1])
  const avcC = box('avcC', head, u16(sps.length), sps, Buffer.from([1]), u16(pps.length), pps)
  const size = Buffer.concat([u16(WIDTH, HEIGHT), u32(72 << 16, 72 << 16, 0)])
  // data_reference_index, reserved; after the size one frame a sample, no name, depth 24, -1.
  return box('avc1', u16(0, 0, 0, 1), u32(0, 0, 0, 0), size, u16(1), Buffer.alloc(32), u16(24, 0xffff), avcC)
}

function mediaSegment(index, samples) {
  const sizes = samples.map(({ length }) => length)
  const moof = (offset) =>
    box(
      'moof',
      full('mfhd', 0, u32(index + 1)),
      box(
        'traf',
        // 8.8.7: offsets count from the moof; every frame is as long, and of 8.8.3.1 "depends on others, no sync".
        full('tfhd', 0x020028, u32(1, 1000, 0x01010000)),
        full('tfdt', 0, u32(index * SEGMENT_FRAMES * 1000)),
        // 8.8.8: where the data begins, the flags of the first frame, "depends on no other", and the sizes.
        full('trun', 0x000205, u32(samples.length, offset, 0x02000000, ...sizes)),
      ),
    )
  // The data begins after the header of mdat.
  const offset = moof(0).length + 8
  return Buffer.concat([box('styp', 'msdh', u32(0), 'msdh', 'iso6'), moof(offset), box('mdat', ...samples)])
}

/** RFC 8216, 4.3. */
function playlist() {
  const segments = Array.from(
    { length: SEGMENTS },
    (_, i) => `#EXTINF:${SEGMENT_SECONDS.toFixed(3)},\nsegment-${i}.m4s`,
  )
  return `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:${SEGMENT_SECONDS}
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="init.mp4"
${segments.join('\n')}
#EXT-X-ENDLIST
`
}

/** 4.2. */
function box(type, ...parts) {
  const content = parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))
  const length = content.reduce((sum, { length }) => sum + length, 8)
  return Buffer.concat([u32(length), Buffer.from(type, 'latin1'), ...content])
}

/** A box with a version, 0, and flags. */
function full(type, flags, ...parts) {
  return box(type, u32(flags), ...parts)
}

function u32(...values) {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, i) => bytes.writeUInt32BE(value >>> 0, i * 4))
  return bytes
}

function u16(...values) {
  const bytes = Buffer.alloc(values.length * 2)
  values.forEach((value, i) => bytes.writeUInt16BE(value, i * 2))
  return bytes
}
