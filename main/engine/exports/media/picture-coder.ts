import { VIDEO_CLOCK_RATE } from '../../../../contract/media'
import { createVideoDecoder } from '../../codecs/video-decoder'
import { createVp8Encoder, type Vp8Encoder } from '../../codecs/vp8-encoder'
import type { SidePicture } from './side-pictures'

/** Enough that nobody sees that it was coded twice, bits per second. */
const BITRATE = 8_000_000
/** A hint for the encoder's rate control. */
const FPS = 30

/** Codes pictures of H.264 again as VP8, and lets VP8 through untouched. */
export function createPictureCoder(take: (picture: SidePicture) => void) {
  let now = 0
  let decoder: ReturnType<typeof createVideoDecoder> | undefined
  let encoder: Vp8Encoder | undefined
  let keyFrameWanted = true
  let coded = 0
  let damaged = 0

  function decode({ payload, at }: SidePicture) {
    decoder ??= createVideoDecoder('h264')
    try {
      return decoder.decode(payload, Math.round((at * VIDEO_CLOCK_RATE) / 1000))
    } catch {
      damaged += 1
      return null
    }
  }

  return {
    push(picture: SidePicture): void {
      if (picture.codec === 'vp8') {
        keyFrameWanted = true
        take(picture)
        return
      }
      const decoded = decode(picture)
      if (!decoded) return
      now = picture.at
      encoder ??= createVp8Encoder({ bitrate: BITRATE, fps: FPS, clock: { now: () => now } })
      const encoded = encoder.encode(decoded, { keyFrame: keyFrameWanted })
      if (!encoded) return
      keyFrameWanted = false
      coded += 1
      take({ ...picture, codec: 'vp8', ...encoded })
    },
    /** Pictures that were coded again, and those that no decoder takes. */
    counts: () => ({ coded, damaged }),
    close(): void {
      decoder?.close()
      encoder?.close()
    },
  }
}

export type PictureCoder = ReturnType<typeof createPictureCoder>
