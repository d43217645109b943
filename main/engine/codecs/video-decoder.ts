import {
  AV_CODEC_FLAG_LOW_DELAY,
  AV_PIX_FMT_YUV420P,
  FF_DECODER_H264,
  FF_DECODER_VP8,
} from 'node-av/constants'
import { Codec, Frame, Packet } from 'node-av/lib'
import { SoundcheckError } from '../../../contract/errors'
import type { Picture } from '../../../contract/media'
import { isKeyFrame, type VideoCodec } from './key-frame'
import { bufferOf, createLifetime, openCodec, ownBytes, wantsMore } from './native-codec'
import { createNativeScaler, type NativeScaler, type NativeShape } from './native-scaler'

export interface VideoDecoder {
  /**
   * The picture of one whole frame (VP8, or H.264 in Annex B) as `i420` with the given pts (ticks of 90 kHz), in a buffer
   * of its own; null for a frame that is not to be shown. Throws `invalid` for a damaged frame and then, since pictures
   * built on a damaged one are smeared, for each one until the next key frame: ask the sender for a key frame each time.
   */
  decode(payload: Uint8Array, pts: number): Picture | null
  close(): void
}

const nativeDecoders = { vp8: FF_DECODER_VP8, h264: FF_DECODER_H264 }

/** Brings what few streams use (4:4:4, full range) to plain `i420`. */
function createNormalizer() {
  let shape: NativeShape | null = null
  let scaler: NativeScaler | null = null
  return {
    bytesOf(frame: Frame): Uint8Array {
      const { width, height } = frame
      const format = frame.format as NativeShape['format']
      if (format === AV_PIX_FMT_YUV420P) return ownBytes(frame.toBuffer())
      if (!scaler || shape?.width !== width || shape.height !== height || shape.format !== format) {
        scaler?.close()
        shape = { width, height, format }
        scaler = createNativeScaler(shape, { width, height, format: AV_PIX_FMT_YUV420P })
      }
      return scaler.toPacked(frame)
    },
    close: () => scaler?.close(),
  }
}

/**
 * Decodes VP8 or H.264 on the calling thread, without delay: a frame in gives its picture at once. Errors in the stream
 * are reported instead of being painted over.
 */
export function createVideoDecoder(codec: VideoCodec): VideoDecoder {
  const context = openCodec(
    Codec.findDecoderByName(nativeDecoders[codec]),
    (opening) => {
      opening.threadCount = 1
      opening.setFlags(AV_CODEC_FLAG_LOW_DELAY)
    },
    { err_detect: 'explode' },
  )
  const packet = new Packet()
  const frame = new Frame()
  packet.alloc()
  frame.alloc()
  const normalizer = createNormalizer()
  let needsKeyFrame = true
  const lifetime = createLifetime('video decoder', () => {
    normalizer.close()
    packet.free()
    frame.free()
    context.freeContext()
  })

  /** Whether a picture is in `frame` now. */
  function decodeFrame(payload: Uint8Array): boolean {
    packet.data = bufferOf(payload)
    const sent = payload.length > 0 && context.sendPacketSync(packet) >= 0
    packet.unref()
    if (sent) {
      const received = context.receiveFrameSync(frame)
      if (received >= 0 && frame.decodeErrorFlags === 0) return true
      if (wantsMore(received)) return false
    }
    frame.unref()
    throw new SoundcheckError('invalid', `A damaged ${codec} frame of ${payload.length} bytes`)
  }

  function checkUsable(payload: Uint8Array): void {
    if (!needsKeyFrame || isKeyFrame(codec, payload)) return
    throw new SoundcheckError('invalid', `A ${codec} frame that cannot be decoded before the next key frame`)
  }

  return {
    decode(payload, pts) {
      lifetime.check()
      checkUsable(payload)
      needsKeyFrame = true
      const visible = decodeFrame(payload)
      needsKeyFrame = false
      if (!visible) return null
      const { width, height } = frame
      const data = normalizer.bytesOf(frame)
      frame.unref()
      return { width, height, format: 'i420', data, pts }
    },
    close: lifetime.close,
  }
}
