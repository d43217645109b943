import { describe, expect, it } from 'vitest'
import { colorText, distanceOf, distanceText, lumaOf, movedPixel } from './picture-figures'

describe('the distance of two pictures', () => {
  it('is none where they are the same, whatever their opacity', () => {
    expect(distanceText(distanceOf([1, 2, 3, 255], [1, 2, 3, 0]))).toBe('the same')
  })

  it('is told on average, and as PSNR', () => {
    const { mean, psnrDb } = distanceOf([10, 10, 10, 255, 0, 0, 0, 255], [20, 10, 10, 255, 0, 0, 0, 255])
    expect(mean).toBeCloseTo(10 / 6)
    expect(psnrDb).toBeCloseTo(10 * Math.log10((255 * 255 * 6) / 100))
    expect(distanceText(distanceOf([0, 0, 0, 0], [255, 255, 255, 0]))).toBe(
      '255.0 of 255 apart on average, PSNR 0.0 dB',
    )
  })
})

describe('a pixel', () => {
  it('is told in numbers', () => {
    expect(colorText([255, 0, 128])).toBe('255 0 128 (#ff0080)')
    expect([lumaOf([255, 255, 255]), lumaOf([255, 0, 0])]).toEqual([255, 76])
  })

  it('is moved by the arrows, within the picture', () => {
    const size = { width: 100, height: 50 }
    const move = (key: string, shiftKey = false) => movedPixel({ x: 5, y: 45 }, { key, shiftKey }, size)
    expect(move('ArrowLeft')).toEqual({ x: 4, y: 45 })
    expect(move('ArrowLeft', true)).toEqual({ x: 0, y: 45 })
    expect(move('ArrowDown', true)).toEqual({ x: 5, y: 49 })
    expect(move('a')).toBeUndefined()
  })
})
