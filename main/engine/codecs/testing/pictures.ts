import { type Picture, type PixelFormat, pictureBytes } from '../../../../contract/media'

/** A smooth moving `i420` picture with grey chroma. */
export function movingPicture(width: number, height: number, n: number): Picture {
  const data = new Uint8Array(pictureBytes(width, height, 'i420')).fill(128)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      data[y * width + x] = 128 + 60 * Math.sin((x + 2 * n) / 23) + 40 * Math.cos((y - n) / 17)
    }
  }
  return { width, height, format: 'i420', data, pts: n * 3000 }
}

/** A picture whose pixel at (x, y) is `pixel(x, y)`, for formats of whole bytes per pixel. */
export function pixelPicture(
  width: number,
  height: number,
  format: Exclude<PixelFormat, 'i420'>,
  pixel: (x: number, y: number) => readonly number[],
): Picture {
  const data = new Uint8Array(pictureBytes(width, height, format))
  const size = data.length / (width * height)
  for (let at = 0; at < width * height; at += 1) {
    data.set(pixel(at % width, Math.floor(at / width)), at * size)
  }
  return { width, height, format, data, pts: 0 }
}

/** The bytes of one pixel. */
export function pixelAt({ width, height, data }: Picture, x: number, y: number): number[] {
  const size = data.length / (width * height)
  const at = (y * width + x) * size
  return [...data.subarray(at, at + size)]
}

/** Peak signal to noise ratio of the luma of two `i420` pictures of one size, dB. */
export function lumaPsnr(a: Picture, b: Picture): number {
  const count = a.width * a.height
  let error = 0
  for (let n = 0; n < count; n += 1) error += ((a.data[n] ?? 0) - (b.data[n] ?? 0)) ** 2
  return 10 * Math.log10((255 * 255 * count) / Math.max(error, 1e-9))
}
