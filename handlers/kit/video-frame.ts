import { SoundcheckError } from '../../contract/errors'
import { MAX_PICTURE_SIDE, type PixelFormat, pictureBytes, pixelFormats } from '../../contract/media'
import { isBranded, videoFrameBrand } from './brand'
import { convertPixels } from './pixel-conversion'

/** What a {@link VideoFrame} is made of. */
export interface VideoFrameInit {
  readonly width: number
  readonly height: number
  readonly format: PixelFormat
  readonly data: Uint8Array
  readonly pts?: number
}

/**
 * One picture. `videoReceive` is given pictures in the handler's `static videoFormat`; `videoEmit` may return any format
 * and any size. (FastRTC gives NumPy arrays in BGR order.)
 */
export class VideoFrame {
  /** Pixels, 1..16383. */
  readonly width: number
  /** Pixels, 1..16383. */
  readonly height: number
  /** How `data` is laid out; rows from top to bottom, without padding. */
  readonly format: PixelFormat
  /** `width * height` times 3 (`rgb24`, `bgr24`), 4 (`rgba`), 1 (`gray8`) bytes; `i420`: the planes Y, U, V in turn. */
  readonly data: Uint8Array
  /**
   * Ticks of 90 kHz since the first picture of the client's track; 0 for pictures that a handler made. Give a picture that you make of
   * another one its `pts`: then the bench tells how long that one took, however long you keep it.
   */
  readonly pts: number

  /** @throws SoundcheckError `invalid` when the size is out of range or `data` has not the length it must have. */
  constructor(init: VideoFrameInit) {
    this.width = init.width
    this.height = init.height
    this.format = init.format
    this.data = init.data
    this.pts = init.pts ?? 0
    const complaint = pictureComplaint(this)
    if (complaint !== null) throw new SoundcheckError('invalid', `A VideoFrame ${complaint}`)
  }

  get [videoFrameBrand](): true {
    return true
  }

  /**
   * The picture in another format; itself when it is in that format already. Done in JavaScript: for what `videoReceive`
   * is given, ask for the format with `static videoFormat` instead, which costs next to nothing.
   */
  to(format: PixelFormat): VideoFrame {
    if (format === this.format) return this
    const data = convertPixels(this.data, this.width, this.height, this.format, format)
    return new VideoFrame({ width: this.width, height: this.height, format, data, pts: this.pts })
  }

  /** The bytes of `data` as floats in 0..1, in the same layout; what models take. */
  toFloat32(): Float32Array {
    return Float32Array.from(this.data, (byte) => byte / 255)
  }
}

/** Whether `value` is a {@link VideoFrame}, of whichever copy of the kit. */
export function isVideoFrame(value: unknown): value is VideoFrame {
  return isBranded(value, videoFrameBrand)
}

/** What is wrong with a picture, to follow "A VideoFrame", or null when nothing is. */
export function pictureComplaint(picture: VideoFrameInit): string | null {
  const { width, height, format, data } = picture
  const isSide = (side: number): boolean => Number.isInteger(side) && side >= 1 && side <= MAX_PICTURE_SIDE
  if (!isSide(width) || !isSide(height)) {
    return `cannot be ${width} x ${height}: each side is a whole number from 1 to ${MAX_PICTURE_SIDE}`
  }
  if (!pixelFormats.includes(format)) {
    return `cannot have the format ${JSON.stringify(format)}: use one of ${pixelFormats.join(', ')}`
  }
  if (!(data instanceof Uint8Array)) return 'needs its bytes in a Uint8Array'
  const expected = pictureBytes(width, height, format)
  if (data.length === expected) return null
  return `of ${width} x ${height} in ${format} has ${expected} bytes, not ${data.length}`
}
