import { type PixelFormat, pictureBytes } from '../../contract/media'

/** Where red, green and blue lie in a pixel of a packed format, and how many bytes a pixel has. */
interface PackedLayout {
  readonly bytes: number
  readonly red: number
  readonly green: number
  readonly blue: number
}

const packed: { readonly [format in Exclude<PixelFormat, 'i420'>]: PackedLayout } = {
  rgb24: { bytes: 3, red: 0, green: 1, blue: 2 },
  bgr24: { bytes: 3, red: 2, green: 1, blue: 0 },
  rgba: { bytes: 4, red: 0, green: 1, blue: 2 },
  gray8: { bytes: 1, red: 0, green: 0, blue: 0 },
}

/**
 * The same picture in another format. `i420` is BT.601 with limited range (luma 16..235, chroma 16..240), as WebRTC's
 * codecs have it; all others have the full range 0..255. `gray8` is BT.601 luma; alpha is 255.
 */
export function convertPixels(
  data: Uint8Array,
  width: number,
  height: number,
  from: PixelFormat,
  to: PixelFormat,
): Uint8Array {
  const rgb = from === 'rgb24' ? data : toRgb(data, width, height, from)
  return to === 'rgb24' ? rgb : fromRgb(rgb, width, height, to)
}

function toRgb(data: Uint8Array, width: number, height: number, from: PixelFormat): Uint8Array {
  if (from === 'i420') return i420ToRgb(data, width, height)
  const { bytes, red, green, blue } = packed[from]
  const rgb = new Uint8Array(width * height * 3)
  for (let at = 0, pixel = 0; at < rgb.length; at += 3, pixel += bytes) {
    rgb[at] = data[pixel + red] ?? 0
    rgb[at + 1] = data[pixel + green] ?? 0
    rgb[at + 2] = data[pixel + blue] ?? 0
  }
  return rgb
}

function fromRgb(rgb: Uint8Array, width: number, height: number, to: PixelFormat): Uint8Array {
  if (to === 'i420') return rgbToI420(rgb, width, height)
  if (to === 'gray8') return rgbToGray(rgb)
  const { bytes, red, green, blue } = packed[to]
  const data = new Uint8Array(pictureBytes(width, height, to)).fill(255)
  for (let at = 0, pixel = 0; at < rgb.length; at += 3, pixel += bytes) {
    data[pixel + red] = rgb[at] ?? 0
    data[pixel + green] = rgb[at + 1] ?? 0
    data[pixel + blue] = rgb[at + 2] ?? 0
  }
  return data
}

function rgbToGray(rgb: Uint8Array): Uint8Array {
  const gray = new Uint8Array(rgb.length / 3)
  for (let pixel = 0, at = 0; pixel < gray.length; pixel++, at += 3) {
    gray[pixel] = 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0) + 0.5
  }
  return gray
}

/** Source of the factors: ITU-R BT.601-7, with 8-bit quantisation. */
function i420ToRgb(data: Uint8Array, width: number, height: number): Uint8Array {
  const rgb = new Uint8ClampedArray(width * height * 3)
  const chromaWidth = Math.ceil(width / 2)
  const uStart = width * height
  const vStart = uStart + chromaWidth * Math.ceil(height / 2)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const chroma = (y >> 1) * chromaWidth + (x >> 1)
      const luma = 1.164384 * ((data[y * width + x] ?? 0) - 16)
      const u = (data[uStart + chroma] ?? 0) - 128
      const v = (data[vStart + chroma] ?? 0) - 128
      rgb[at] = luma + 1.596027 * v
      rgb[at + 1] = luma - 0.391762 * u - 0.812968 * v
      rgb[at + 2] = luma + 2.017232 * u
    }
  }
  return new Uint8Array(rgb.buffer)
}

/** Each chroma sample is the mean of the pixels it stands for (up to 2 x 2), as in MPEG-1 siting. */
function rgbToI420(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const data = new Uint8Array(pictureBytes(width, height, 'i420'))
  const chromaWidth = Math.ceil(width / 2)
  const uStart = width * height
  const vStart = uStart + chromaWidth * Math.ceil(height / 2)
  for (let pixel = 0, at = 0; pixel < uStart; pixel++, at += 3) {
    const [r, g, b] = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0]
    data[pixel] = 16.5 + 0.256788 * r + 0.504129 * g + 0.097906 * b
  }
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const [r, g, b] = meanOfBlock(rgb, x, y, width, height)
      const chroma = (y >> 1) * chromaWidth + (x >> 1)
      data[uStart + chroma] = 128.5 - 0.148223 * r - 0.290993 * g + 0.439216 * b
      data[vStart + chroma] = 128.5 + 0.439216 * r - 0.367788 * g - 0.071427 * b
    }
  }
  return data
}

function meanOfBlock(rgb: Uint8Array, left: number, top: number, width: number, height: number) {
  const right = Math.min(left + 1, width - 1)
  const bottom = Math.min(top + 1, height - 1)
  const corners = [
    (top * width + left) * 3,
    (top * width + right) * 3,
    (bottom * width + left) * 3,
    (bottom * width + right) * 3,
  ] as const
  const mean = (colour: number): number =>
    ((rgb[corners[0] + colour] ?? 0) +
      (rgb[corners[1] + colour] ?? 0) +
      (rgb[corners[2] + colour] ?? 0) +
      (rgb[corners[3] + colour] ?? 0)) /
    4
  return [mean(0), mean(1), mean(2)] as const
}
