import { AV_PICTURE_TYPE_I, AV_PIX_FMT_YUV420P, FF_ENCODER_LIBVPX_VP8 } from 'node-av/constants'
import { Codec, type CodecContext, Frame, Packet, Rational } from 'node-av/lib'
import { SoundcheckError } from '../../../contract/errors'
import { type Picture, VIDEO_CLOCK_RATE } from '../../../contract/media'
import { bufferOf, createLifetime, expectDone, openCodec, wantsMore } from './native-codec'
import { checkPicture } from './picture-check'

export interface Vp8EncoderOptions {
  /** Bits per second, 30,000-100,000,000. */
  readonly bitrate: number
  /** Frames per second that are expected; only a hint, the true rate is taken from the clock. */
  readonly fps: number
  /** ms on any monotonic clock; `performance` if left out. */
  readonly clock?: { now(): number }
}

export interface EncodedVp8 {
  readonly payload: Uint8Array<ArrayBuffer>
  readonly keyFrame: boolean
}

export interface Vp8Encoder {
  /**
   * One VP8 frame from an `i420` picture of any size up to 16,383 pixels a side; null when the encoder dropped it to
   * keep its rate. A changed size begins with a key frame. Throws `invalid` for another format or wrong data length,
   * `limit` for an impossible size.
   */
  encode(picture: Picture, options: { readonly keyFrame: boolean }): EncodedVp8 | null
  /**
   * Asks for another rate (bits per second, clamped to 30,000-100,000,000). It takes effect at the next picture if it
   * is more than 25 % off the present one, and at the earliest 2 s after the last change: libvpx ignores a change while
   * it is open, and opening it anew costs a key frame.
   */
  setBitrate(bitrate: number): void
  close(): void
}

const MIN_BITRATE = 30_000
const MAX_BITRATE = 100_000_000
const RATE_STEP = 0.25
const RATE_PERIOD = 2_000
const TICKS_PER_MS = VIDEO_CLOCK_RATE / 1000
/** Key frames come when they are asked for; this is only so that a client without feedback recovers some time. */
const KEY_FRAME_INTERVAL = 3_000

interface OpenEncoder {
  readonly context: CodecContext
  readonly width: number
  readonly height: number
  readonly bitrate: number
  readonly openedAt: number
}

function clampBitrate(bitrate: number): number {
  if (Number.isFinite(bitrate)) return Math.round(Math.min(Math.max(bitrate, MIN_BITRATE), MAX_BITRATE))
  throw new SoundcheckError('invalid', `${bitrate} is no bit rate`)
}

function openVp8(width: number, height: number, bitrate: number, fps: number): CodecContext {
  return openCodec(
    Codec.findEncoderByName(FF_ENCODER_LIBVPX_VP8),
    (opening) => {
      opening.width = width
      opening.height = height
      opening.pixelFormat = AV_PIX_FMT_YUV420P
      opening.timeBase = new Rational(1, VIDEO_CLOCK_RATE)
      opening.framerate = new Rational(Math.round(fps * 1000), 1000)
      opening.bitRate = BigInt(bitrate)
      opening.rcMinRate = BigInt(bitrate)
      opening.rcMaxRate = BigInt(bitrate)
      opening.rcBufferSize = Math.round(bitrate * 0.6)
      opening.gopSize = KEY_FRAME_INTERVAL
      opening.threadCount = 1
    },
    { deadline: 'realtime', 'cpu-used': '-12', 'lag-in-frames': '0' },
  )
}

/** Encodes VP8 with libvpx in real time: constant bit rate, no lookahead, one thread (the calling one). */
export function createVp8Encoder(options: Vp8EncoderOptions): Vp8Encoder {
  const { fps, clock = performance } = options
  if (!(fps > 0 && fps <= 1000)) throw new SoundcheckError('invalid', `${fps} is no frame rate`)
  let wanted = clampBitrate(options.bitrate)
  let open: OpenEncoder | null = null
  let pts = -1
  const packet = new Packet()
  packet.alloc()
  const lifetime = createLifetime('VP8 encoder', () => {
    open?.context.freeContext()
    packet.free()
  })

  function isStale(encoder: OpenEncoder, { width, height }: Picture): boolean {
    if (encoder.width !== width || encoder.height !== height) return true
    const moved = Math.abs(wanted - encoder.bitrate) / encoder.bitrate > RATE_STEP
    return moved && clock.now() - encoder.openedAt >= RATE_PERIOD
  }

  function encoderFor(picture: Picture): CodecContext {
    if (open && !isStale(open, picture)) return open.context
    open?.context.freeContext()
    open = null
    const { width, height } = picture
    const context = openVp8(width, height, wanted, fps)
    open = { context, width, height, bitrate: wanted, openedAt: clock.now() }
    return context
  }

  function send(context: CodecContext, { width, height, data }: Picture, keyFrame: boolean): void {
    // Strictly rising, also when two pictures come within one tick of the clock.
    pts = Math.max(pts + TICKS_PER_MS, Math.round(clock.now() * TICKS_PER_MS))
    const frame = Frame.fromVideoBuffer(bufferOf(data), {
      width,
      height,
      format: AV_PIX_FMT_YUV420P,
      pts: BigInt(pts),
    })
    if (keyFrame) frame.pictType = AV_PICTURE_TYPE_I
    try {
      expectDone(context.sendFrameSync(frame), 'encode VP8')
    } finally {
      frame.free()
    }
  }

  return {
    encode(picture, { keyFrame }) {
      lifetime.check()
      checkPicture(picture)
      if (picture.format !== 'i420') {
        throw new SoundcheckError('invalid', `VP8 is made from i420 pictures, not from ${picture.format}`)
      }
      const context = encoderFor(picture)
      send(context, picture, keyFrame)
      const received = context.receivePacketSync(packet)
      if (wantsMore(received)) return null
      expectDone(received, 'encode VP8')
      const encoded = { payload: new Uint8Array(packet.data ?? []), keyFrame: packet.isKeyframe }
      packet.unref()
      return encoded
    },
    setBitrate(bitrate) {
      wanted = clampBitrate(bitrate)
    },
    close: lifetime.close,
  }
}
