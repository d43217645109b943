import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PixelFormat, pictureBytes, pixelFormats } from '../../contract/media'
import { VideoFrame } from './video-frame'

function pixel(format: PixelFormat, ...data: number[]): VideoFrame {
  return new VideoFrame({ width: 1, height: 1, format, data: Uint8Array.from(data), pts: 3000 })
}

const anyFrame = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    format: fc.constantFrom(...pixelFormats),
  })
  .chain((shape) => {
    const length = pictureBytes(shape.width, shape.height, shape.format)
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((data) => new VideoFrame({ ...shape, data }))
  })

describe('VideoFrame', () => {
  it('keeps its size and time in every format', () => {
    fc.assert(
      fc.property(anyFrame, fc.constantFrom(...pixelFormats), (frame, format) => {
        const other = frame.to(format)
        expect([other.width, other.height, other.format, other.pts]).toEqual([
          frame.width,
          frame.height,
          format,
          frame.pts,
        ])
        expect(other.data.length).toBe(pictureBytes(frame.width, frame.height, format))
      }),
    )
  })

  it('keeps every colour exactly among the packed colour formats', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const rgb = frame.to('rgb24')
        expect(rgb.to('bgr24').to('rgba').to('rgb24').data).toEqual(rgb.data)
      }),
    )
  })

  it('puts colours where the format has them', () => {
    const red = pixel('rgb24', 255, 0, 0)
    expect([...red.to('bgr24').data]).toEqual([0, 0, 255])
    expect([...red.to('rgba').data]).toEqual([255, 0, 0, 255])
    expect([...red.to('gray8').data]).toEqual([76])
    expect([...red.to('i420').data]).toEqual([81, 90, 240])
  })

  it('takes i420 for BT.601 with limited range', () => {
    expect([...pixel('i420', 16, 128, 128).to('rgb24').data]).toEqual([0, 0, 0])
    expect([...pixel('i420', 235, 128, 128).to('gray8').data]).toEqual([255])
    expect([...pixel('gray8', 128).to('rgb24').data]).toEqual([128, 128, 128])
  })

  it('comes back from i420 within two steps of a plain colour', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), fc.nat(255), (r, g, b) => {
        const back = pixel('rgb24', r, g, b).to('i420').to('rgb24').data
        expect(
          Math.max(...[r, g, b].map((value, at) => Math.abs(value - (back[at] ?? 0)))),
        ).toBeLessThanOrEqual(2)
      }),
    )
  })

  it('averages the chroma of the pixels that share it', () => {
    const data = Uint8Array.of(255, 0, 0, 0, 0, 255)
    const i420 = new VideoFrame({ width: 2, height: 1, format: 'rgb24', data }).to('i420')
    expect([...i420.data]).toEqual([81, 41, 165, 175])
  })

  it('is itself in its own format', () => {
    const frame = pixel('gray8', 1)
    expect(frame.to('gray8')).toBe(frame)
  })

  it('gives its bytes as floats from 0 to 1', () => {
    expect([...pixel('rgb24', 0, 51, 255).toFloat32()]).toEqual([0, Math.fround(0.2), 1])
  })

  it('refuses a length or a size that cannot be, and says what is right', () => {
    expect(() => pixel('rgb24', 1, 2)).toThrow('1 x 1 in rgb24 has 3 bytes, not 2')
    const data = new Uint8Array(0)
    expect(() => new VideoFrame({ width: 0, height: 2, format: 'gray8', data })).toThrow('cannot be 0 x 2')
    expect(() => new VideoFrame({ width: 1, height: 20000, format: 'gray8', data })).toThrow('16383')
    expect(() => new VideoFrame({ width: 1, height: 1, format: 'yuv' as 'i420', data })).toThrow(
      'i420, rgb24',
    )
  })
})
