import {
  AV_PIX_FMT_BGR24,
  AV_PIX_FMT_GRAY8,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_RGBA,
  AV_PIX_FMT_YUV420P,
  type AVPixelFormat,
  SWS_BILINEAR,
} from 'node-av/constants'
import { Frame, SoftwareScaleContext } from 'node-av/lib'
import type { PixelFormat } from '../../../contract/media'
import { bufferOf, expectDone, ownBytes } from './native-codec'

export const nativePixelFormats: { readonly [format in PixelFormat]: AVPixelFormat } = {
  i420: AV_PIX_FMT_YUV420P,
  rgb24: AV_PIX_FMT_RGB24,
  bgr24: AV_PIX_FMT_BGR24,
  rgba: AV_PIX_FMT_RGBA,
  gray8: AV_PIX_FMT_GRAY8,
}

export interface NativeShape {
  readonly width: number
  readonly height: number
  readonly format: AVPixelFormat
}

export interface NativeScaler {
  /** Packed bytes of the target shape in a buffer of their own. */
  toPacked(source: Frame): Uint8Array<ArrayBuffer>
  /** The same from packed bytes of the source shape. */
  scaleBytes(source: Uint8Array): Uint8Array<ArrayBuffer>
  close(): void
}

function allocFrame({ width, height, format }: NativeShape): Frame {
  const frame = new Frame()
  frame.alloc()
  frame.width = width
  frame.height = height
  frame.format = format
  expectDone(frame.allocBuffer(), `hold a picture of ${width}x${height}`)
  return frame
}

/**
 * One libswscale context for one pair of shapes. It works between frames with padded rows, because libswscale's SIMD
 * code may write past the end of a row of a packed buffer.
 */
export function createNativeScaler(from: NativeShape, to: NativeShape): NativeScaler {
  const context = new SoftwareScaleContext()
  const target = allocFrame(to)
  let source: Frame | null = null
  context.getContext(from.width, from.height, from.format, to.width, to.height, to.format, SWS_BILINEAR)

  function toPacked(frame: Frame): Uint8Array<ArrayBuffer> {
    expectDone(context.scaleFrameSync(target, frame), 'convert a picture')
    return ownBytes(target.toBuffer())
  }

  return {
    toPacked,
    scaleBytes(bytes) {
      source ??= allocFrame(from)
      expectDone(source.fromBuffer(bufferOf(bytes)), 'read a picture')
      return toPacked(source)
    },
    close() {
      source?.free()
      target.free()
      context.freeContext()
    },
  }
}
