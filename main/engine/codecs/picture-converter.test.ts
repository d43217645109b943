import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Picture, pictureBytes, pixelFormats } from '../../../contract/media'
import { createPictureConverter } from './picture-converter'
import { growthInMb, LEAK_TEST_TIMEOUT } from './testing/leaks'
import { movingPicture, pixelAt, pixelPicture } from './testing/pictures'

function converterForTest() {
  const converter = createPictureConverter()
  onTestFinished(converter.close)
  return converter
}

/** RGB and its BT.601 limited-range Y, U, V. Source: ITU-R BT.601-7 section 2.5. */
const colours = [
  ['red', [255, 0, 0], [81, 90, 240]],
  ['green', [0, 255, 0], [145, 54, 34]],
  ['blue', [0, 0, 255], [41, 240, 110]],
  ['white', [255, 255, 255], [235, 128, 128]],
  ['black', [0, 0, 0], [16, 128, 128]],
] as const

const sizes = [
  [64, 48],
  [17, 13],
  [1, 1],
] as const

function expectWithin(
  values: readonly number[] | Uint8Array,
  wanted: readonly number[],
  tolerance: number,
): void {
  values.forEach((value, n) => {
    expect(Math.abs(value - (wanted[n] ?? Number.NaN))).toBeLessThanOrEqual(tolerance)
  })
}

/** The Y, U and V of the last pixel of an `i420` picture. */
function lastYuv({ width, height, data }: Picture): number[] {
  const chroma = Math.ceil(width / 2) * Math.ceil(height / 2)
  return [width * height, width * height + chroma, data.length].map((end) => data[end - 1] ?? Number.NaN)
}

describe('converting a picture', () => {
  it.each(colours)('turns %s into its BT.601 values and back', (_, rgb, yuv) => {
    const converter = converterForTest()
    for (const [width, height] of sizes) {
      const i420 = converter.convert(
        pixelPicture(width, height, 'rgb24', () => rgb),
        { format: 'i420' },
      )
      expect(i420.data).toHaveLength(pictureBytes(width, height, 'i420'))
      expectWithin(lastYuv(i420), yuv, 3)
      const back = converter.convert(i420, { format: 'rgb24' })
      expectWithin(pixelAt(back, width - 1, height - 1), rgb, 3)
      expectWithin(pixelAt(back, 0, 0), rgb, 3)
    }
  })

  it('puts the channels of bgr24 and rgba in their order', () => {
    const converter = converterForTest()
    const source = pixelPicture(17, 13, 'rgb24', () => [200, 100, 50])
    expect(pixelAt(converter.convert(source, { format: 'bgr24' }), 16, 12)).toEqual([50, 100, 200])
    expect(pixelAt(converter.convert(source, { format: 'rgba' }), 16, 12)).toEqual([200, 100, 50, 255])
    const opaque = converter.convert(
      pixelPicture(17, 13, 'rgba', () => [200, 100, 50, 7]),
      { format: 'rgb24' },
    )
    expect(pixelAt(opaque, 16, 12)).toEqual([200, 100, 50])
  })

  it('takes gray8 as full range', () => {
    const converter = converterForTest()
    const white = pixelPicture(16, 16, 'rgb24', () => [255, 255, 255])
    const grey = converter.convert(converter.convert(white, { format: 'i420' }), { format: 'gray8' })
    expectWithin(grey.data, new Array(256).fill(255), 1)
    expectWithin(lastYuv(converter.convert(grey, { format: 'i420' })), [235, 128, 128], 1)
  })

  it('keeps left, right, top and bottom where they are', () => {
    const converter = converterForTest()
    const corner = (x: number, y: number) => [x < 16 ? 255 : 0, y < 12 ? 255 : 0, 0]
    const i420 = converter.convert(pixelPicture(33, 25, 'rgb24', corner), { format: 'i420' })
    for (const picture of [
      converter.convert(i420, { format: 'rgb24' }),
      converter.convert(i420, { format: 'rgb24', width: 99, height: 51 }),
    ]) {
      const [right, bottom] = [picture.width - 2, picture.height - 2]
      expectWithin(pixelAt(picture, 1, 1), [255, 255, 0], 3)
      expectWithin(pixelAt(picture, right, 1), [0, 255, 0], 3)
      expectWithin(pixelAt(picture, 1, bottom), [255, 0, 0], 3)
      expectWithin(pixelAt(picture, right, bottom), [0, 0, 0], 3)
    }
  })

  it('gives exact bytes of any format for any size, and any size back', () => {
    const converter = converterForTest()
    const side = fc.integer({ min: 1, max: 70 })
    const format = fc.constantFrom(...pixelFormats)
    fc.assert(
      fc.property(side, side, side, side, format, format, (width, height, toWidth, toHeight, from, to) => {
        const data = new Uint8Array(pictureBytes(width, height, from)).fill(128)
        const target = { format: to, width: toWidth, height: toHeight }
        const made = converter.convert({ width, height, format: from, data, pts: 7 }, target)
        expect(made.data).toHaveLength(pictureBytes(toWidth, toHeight, to))
        expect(made.data.buffer.byteLength).toBe(made.data.length)
        expect(made).toMatchObject({ ...target, pts: 7 })
      }),
    )
  })

  it('hands a picture through that is as wanted already', () => {
    const picture = movingPicture(16, 16, 0)
    expect(converterForTest().convert(picture, { format: 'i420' })).toBe(picture)
  })

  it('leaves the picture that it was given alone, also when it lies inside a larger buffer', () => {
    const bytes = new Uint8Array(3 + 2 * 2 * 3).fill(200)
    const before = bytes.slice()
    const picture = { width: 2, height: 2, format: 'rgb24', data: bytes.subarray(3), pts: 0 } as const
    const made = converterForTest().convert(picture, { format: 'gray8' })
    expectWithin(made.data, [200, 200, 200, 200], 2)
    expect(bytes).toEqual(before)
  })
})

describe('a picture converter', () => {
  it('says what is wrong with the length of the data', () => {
    const picture = { ...movingPicture(16, 16, 0), width: 17 }
    expect(() => converterForTest().convert(picture, { format: 'rgb24' })).toThrow(
      'A i420 picture of 17x16 has 416 bytes, but 384 were given',
    )
  })

  it('refuses impossible sizes and unknown formats', () => {
    const converter = converterForTest()
    const limit = expect.objectContaining({ code: 'limit' })
    const picture = movingPicture(16, 16, 0)
    for (const width of [0, -1, 1.5, Number.NaN, 16_384]) {
      expect(() => converter.convert(picture, { format: 'rgb24', width })).toThrow(limit)
    }
    const nonsense = { ...picture, format: 'yuv9' } as unknown as Picture
    expect(() => converter.convert(nonsense, { format: 'rgb24' })).toThrow('"yuv9" is no pixel format')
  })

  it('may be closed twice and says so when it is used afterwards', () => {
    const converter = createPictureConverter()
    converter.close()
    converter.close()
    expect(() => converter.convert(movingPicture(2, 2, 0), { format: 'rgb24' })).toThrow(
      expect.objectContaining({ code: 'closed' }),
    )
  })

  it(
    'gives all memory back, also when shapes keep changing',
    async () => {
      const picture = movingPicture(320, 240, 0)
      const grown = await growthInMb(() => {
        const converter = createPictureConverter()
        for (const width of [100, 120, 140, 160, 180, 200])
          converter.convert(picture, { format: 'rgb24', width })
        converter.close()
      })
      expect(grown).toBeLessThan(8)
    },
    LEAK_TEST_TIMEOUT,
  )
})
