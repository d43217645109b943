import type { Picture, PixelFormat } from '../../../contract/media'
import { createLifetime } from './native-codec'
import { createNativeScaler, type NativeScaler, nativePixelFormats } from './native-scaler'
import { checkPicture, checkPictureSize, checkPixelFormat } from './picture-check'

export interface PictureTarget {
  readonly format: PixelFormat
  /** Pixels; the picture's own width if left out. */
  readonly width?: number
  /** Pixels; the picture's own height if left out. */
  readonly height?: number
}

export interface PictureConverter {
  /**
   * The picture in another format or size, with the same pts, in a buffer of its own; the picture itself if nothing
   * differs. Throws `invalid` when its data has not the length of its format, `limit` for an impossible size.
   */
  convert(picture: Picture, target: PictureTarget): Picture
  close(): void
}

/** Shapes in use at once: a session has two (in, out), for a moment four when the size changes. */
const MAX_CACHED = 4

/**
 * Converts pictures with libswscale. `i420` is BT.601 in limited range (Y 16-235, as WebRTC's VP8 has it), `gray8` is
 * the luma in full range (0-255), alpha is 255 where the source has none and dropped where the target has none.
 * Sizes change by bilinear filtering. One context is kept for each of the last few pairs of shapes.
 */
export function createPictureConverter(): PictureConverter {
  const scalers = new Map<string, NativeScaler>()
  const lifetime = createLifetime('picture converter', () => {
    for (const scaler of scalers.values()) scaler.close()
    scalers.clear()
  })

  function dropOldest(): void {
    const oldest = scalers.entries().next().value
    if (!oldest) return
    oldest[1].close()
    scalers.delete(oldest[0])
  }

  function scalerFor(from: Picture, to: Required<PictureTarget>): NativeScaler {
    const key = `${from.width}x${from.height} ${from.format} ${to.width}x${to.height} ${to.format}`
    const cached = scalers.get(key)
    // Set again, below, so that the map's order is the order of use.
    scalers.delete(key)
    if (!cached && scalers.size >= MAX_CACHED) dropOldest()
    const scaler =
      cached ??
      createNativeScaler(
        { ...from, format: nativePixelFormats[from.format] },
        { ...to, format: nativePixelFormats[to.format] },
      )
    scalers.set(key, scaler)
    return scaler
  }

  return {
    convert(picture, { format, width = picture.width, height = picture.height }) {
      lifetime.check()
      checkPicture(picture)
      checkPictureSize(width, height)
      checkPixelFormat(format)
      if (format === picture.format && width === picture.width && height === picture.height) return picture
      const data = scalerFor(picture, { format, width, height }).scaleBytes(picture.data)
      return { width, height, format, data, pts: picture.pts }
    },
    close: lifetime.close,
  }
}
