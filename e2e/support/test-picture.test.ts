import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeY4m, numberOf, orientationOf, type RgbaPixels, testPicture } from './test-picture'

const WIDTH = 320
const HEIGHT = 240

/** As a browser would show it: BT.601, limited range. */
function toRgba(i420: Uint8Array): RgbaPixels {
  const luma = WIDTH * HEIGHT
  const data = new Uint8ClampedArray(luma * 4)
  for (let at = 0; at < luma; at += 1) {
    const chroma = ((at / WIDTH / 2) | 0) * (WIDTH / 2) + ((at % WIDTH) >> 1)
    const y = 1.164 * ((i420[at] ?? 0) - 16)
    const u = (i420[luma + chroma] ?? 0) - 128
    const v = (i420[luma * 1.25 + chroma] ?? 0) - 128
    data.set([y + 1.596 * v, y - 0.392 * u - 0.813 * v, y + 2.017 * u, 255], at * 4)
  }
  return { width: WIDTH, height: HEIGHT, data }
}

function mirrored({ width, height, data }: RgbaPixels): RgbaPixels {
  const copy = new Uint8ClampedArray(data.length)
  for (let at = 0; at < width * height; at += 1) {
    const from = at - (at % width) + (width - 1 - (at % width))
    for (let part = 0; part < 4; part += 1) copy[at * 4 + part] = data[from * 4 + part] ?? 0
  }
  return { width, height, data: copy }
}

it('says its number and which way round it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), (number) => {
      const pixels = toRgba(testPicture(WIDTH, HEIGHT, number))
      expect(numberOf(pixels)).toBe(number)
      expect(orientationOf(pixels)).toBe('plain')
      expect(orientationOf(mirrored(pixels))).toBe('mirrored')
    }),
    { numRuns: 20 },
  )
})

it('is not taken for something else', () => {
  const grey = { width: WIDTH, height: HEIGHT, data: new Uint8ClampedArray(WIDTH * HEIGHT * 4).fill(128) }
  expect(orientationOf(grey)).toBe('unclear')
})

it('fills a Y4M file with pictures of the exact size', () => {
  const file = encodeY4m({ width: WIDTH, height: HEIGHT, frameRate: 30, count: 3 })
  const header = file.subarray(0, file.indexOf('\n') + 1)
  expect(header.toString('latin1')).toContain(`W${WIDTH} H${HEIGHT} F30:1`)
  expect(file.length).toBe(header.length + 3 * ('FRAME\n'.length + WIDTH * HEIGHT * 1.5))
})
