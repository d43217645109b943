import { AV_PIX_FMT_YUVJ420P, FF_ENCODER_MJPEG } from 'node-av/constants'
import { Codec, type CodecContext, Frame, Packet, Rational } from 'node-av/lib'
import { SoundcheckError } from '../../../contract/errors'
import type { Picture } from '../../../contract/media'
import { bufferOf, createLifetime, expectDone, openCodec } from './native-codec'
import { createNativeScaler, type NativeScaler, nativePixelFormats } from './native-scaler'
import { checkPicture } from './picture-check'

/** Both sides of a small picture are at most this, pixels. */
export const THUMBNAIL_SIDE = 160

/** 2 is the best and 31 the smallest; some 3 kB for most pictures. */
const QUANTIZER = '6'

interface Shapes {
  readonly from: Pick<Picture, 'width' | 'height' | 'format'>
  readonly scaler: NativeScaler
  readonly context: CodecContext
  readonly width: number
  readonly height: number
}

const even = (side: number): number => Math.max(2, Math.round(side / 2) * 2)

function openJpeg(width: number, height: number): CodecContext {
  return openCodec(
    Codec.findEncoderByName(FF_ENCODER_MJPEG),
    (opening) => {
      opening.width = width
      opening.height = height
      opening.pixelFormat = AV_PIX_FMT_YUVJ420P
      opening.timeBase = new Rational(1, 1)
      opening.threadCount = 1
    },
    { qmin: QUANTIZER, qmax: QUANTIZER },
  )
}

/** Makes small JPEGs of pictures, at most {@link THUMBNAIL_SIDE} wide and high, in their proportion. */
export function createThumbnailer() {
  let shapes: Shapes | null = null
  /** The encoder wants its pictures to have rising times. */
  let made = 0n
  const packet = new Packet()
  packet.alloc()
  const lifetime = createLifetime('thumbnailer', () => {
    freeShapes()
    packet.free()
  })

  function freeShapes(): void {
    shapes?.scaler.close()
    shapes?.context.freeContext()
    shapes = null
  }

  function shapesFor({ width, height, format }: Picture): Shapes {
    const { from } = shapes ?? {}
    if (shapes && from?.width === width && from.height === height && from.format === format) return shapes
    freeShapes()
    const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(width, height))
    const small = { width: even(width * scale), height: even(height * scale) }
    // First the encoder: it keeps the library from printing what it thinks of the pixel format.
    const context = openJpeg(small.width, small.height)
    const scaler = createNativeScaler(
      { width, height, format: nativePixelFormats[format] },
      { ...small, format: AV_PIX_FMT_YUVJ420P },
    )
    shapes = {
      from: { width, height, format },
      scaler,
      context,
      ...small,
    }
    return shapes
  }

  function encode({ context, width, height }: Shapes, data: Uint8Array): Uint8Array<ArrayBuffer> {
    const frame = Frame.fromVideoBuffer(bufferOf(data), {
      width,
      height,
      format: AV_PIX_FMT_YUVJ420P,
      pts: made,
    })
    made += 1n
    try {
      expectDone(context.sendFrameSync(frame), 'encode a JPEG')
    } finally {
      frame.free()
    }
    expectDone(context.receivePacketSync(packet), 'encode a JPEG')
    const bytes = new Uint8Array(packet.data ?? [])
    packet.unref()
    if (bytes.length === 0) throw new SoundcheckError('internal', 'The media library gave an empty JPEG')
    return bytes
  }

  return {
    /** Throws as `PictureConverter.convert` does. */
    make(picture: Picture): Uint8Array<ArrayBuffer> {
      lifetime.check()
      checkPicture(picture)
      const fitting = shapesFor(picture)
      return encode(fitting, fitting.scaler.scaleBytes(picture.data))
    },
    close: lifetime.close,
  }
}

export type Thumbnailer = ReturnType<typeof createThumbnailer>
