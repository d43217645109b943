import { BLOCK_MS, OPUS_SAMPLE_RATE, VIDEO_CLOCK_RATE } from '../../../contract/media'
import type { Clock } from '../clock'
import { createAudioResampler } from '../codecs/audio-resampler'
import { decodeMulaw } from '../codecs/mulaw'
import { createOpusEncoder } from '../codecs/opus-encoder'
import { createVideoDecoder } from '../codecs/video-decoder'
import { createVp8Encoder } from '../codecs/vp8-encoder'
import { createBlocker } from './audio-in'

/** Takes one frame that the window's own kind of track can carry. */
export type Forward = (payload: Uint8Array, pts: number) => void

const BLOCK_TICKS = (OPUS_SAMPLE_RATE * BLOCK_MS) / 1000

/**
 * G.711 mu-law -> Opus. What comes late or in bursts is numbered one after the other; where nothing came for a while, as many
 * ticks are left out.
 */
export function createOpusFromMulaw(clock: Clock, sampleRate: number, forward: Forward) {
  const origin = clock.now()
  const resampler = createAudioResampler({
    from: { sampleRate, channels: 1 },
    to: { sampleRate: OPUS_SAMPLE_RATE, channels: 2 },
  })
  const encoder = createOpusEncoder({ channels: 2 })
  let next = 0
  const push = createBlocker(BLOCK_TICKS * 2, (block) => {
    const pts = Math.max(next, Math.round(((clock.now() - origin) * OPUS_SAMPLE_RATE) / 1000))
    next = pts + BLOCK_TICKS
    forward(encoder.encode(block), pts)
  })
  return {
    push: (payload: Uint8Array): void => push(resampler.push(decodeMulaw(payload))),
    close(): void {
      resampler.close()
      encoder.close()
    },
  }
}

export type OpusFromMulaw = ReturnType<typeof createOpusFromMulaw>

const PREVIEW_BITRATE = 1_500_000
/** A hint for the encoder's rate control. */
const PREVIEW_FPS = 30
/** After each picture so many times as it took are left to the work that the engine is there for. */
const REST_FOR_WORK = 4

/** H.264 -> VP8, in the time that there is. */
export function createVp8FromH264(clock: Clock, forward: Forward, needKeyFrame: () => void) {
  const decoder = createVideoDecoder('h264')
  const encoder = createVp8Encoder({ bitrate: PREVIEW_BITRATE, fps: PREVIEW_FPS, clock })
  const origin = clock.now()
  let keyFrameWanted = true
  let restsUntil = Number.NEGATIVE_INFINITY

  function decode(payload: Uint8Array) {
    try {
      return decoder.decode(payload, 0)
    } catch {
      // A preview that begins in the middle, or missed a picture, goes on with the next key frame.
      needKeyFrame()
      return null
    }
  }

  return {
    push(payload: Uint8Array): void {
      const begun = clock.now()
      const picture = decode(payload)
      if (!picture || begun < restsUntil) return
      const encoded = encoder.encode(picture, { keyFrame: keyFrameWanted })
      if (encoded) {
        keyFrameWanted = false
        forward(encoded.payload, Math.round(((begun - origin) * VIDEO_CLOCK_RATE) / 1000))
      }
      const now = clock.now()
      restsUntil = now + (now - begun) * REST_FOR_WORK
    },
    requestKeyFrame(): void {
      keyFrameWanted = true
    },
    close(): void {
      decoder.close()
      encoder.close()
    },
  }
}

export type Vp8FromH264 = ReturnType<typeof createVp8FromH264>
