import type { Frame } from 'node-av/lib'
import { type Picture, type PixelFormat, VIDEO_CLOCK_RATE } from '../../../contract/media'
import { ownBytes } from '../codecs/native-codec'
import {
  createNativeScaler,
  type NativeScaler,
  type NativeShape,
  nativePixelFormats,
} from '../codecs/native-scaler'

/** Decoded frames -> pictures of one format. */
export function createClipPictures(format: PixelFormat) {
  const native = nativePixelFormats[format]
  let from: NativeShape | undefined
  let scaler: NativeScaler | undefined

  function bytesOf(frame: Frame): Uint8Array {
    const shape: NativeShape = {
      width: frame.width,
      height: frame.height,
      format: frame.format as NativeShape['format'],
    }
    if (shape.format === native) return ownBytes(frame.toBuffer())
    if (from?.width !== shape.width || from.height !== shape.height || from.format !== shape.format) {
      scaler?.close()
      from = shape
      scaler = createNativeScaler(shape, { ...shape, format: native })
    }
    return scaler?.toPacked(frame) ?? new Uint8Array()
  }

  return {
    /** @param at ms since the beginning of the clip. */
    read(frame: Frame, at: number): Picture {
      const { width, height } = frame
      const pts = Math.round((at * VIDEO_CLOCK_RATE) / 1000)
      return { width, height, format, data: bytesOf(frame), pts }
    },
    close: () => scaler?.close(),
  }
}
