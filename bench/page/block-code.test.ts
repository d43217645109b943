import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BITS, BLOCK_NUMBERS, blocksOf, numberOf } from './block-code'

const anyNumber = fc.integer({ min: 0, max: BLOCK_NUMBERS - 1 })

describe('the blocks of a picture', () => {
  it('say the number they were drawn for, through a codec that shifts their brightness', () => {
    fc.assert(
      fc.property(anyNumber, fc.integer({ min: -100, max: 100 }), (number, shift) => {
        const lumas = blocksOf(number, 640, 480).map(({ white }) => (white ? 255 : 0) + shift)
        expect(numberOf(lumas)).toBe(number)
      }),
    )
  })

  it('lie side by side along the whole bottom edge', () => {
    const blocks = blocksOf(0b1010_0000_0000_0001, 640, 480)
    expect(blocks).toHaveLength(BITS)
    expect(blocks[0]).toEqual({ x: 0, y: 420, width: 40, height: 60, white: true })
    expect(blocks[1]).toEqual({ x: 40, y: 420, width: 40, height: 60, white: false })
    expect(blocks[15]).toEqual({ x: 600, y: 420, width: 40, height: 60, white: true })
  })
})
