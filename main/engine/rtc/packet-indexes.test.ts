import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPacketIndexes } from './packet-indexes'

const numberOf = (index: number): number => index % 0x1_0000

describe('the index of a packet', () => {
  it('is the true one as long as packets are less than half a round apart', () => {
    const steps = fc.array(fc.integer({ min: -32_000, max: 32_000 }), { maxLength: 200 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), steps, (first, jumps) => {
        const indexes = createPacketIndexes()
        indexes.note(indexes.of(first))
        let newest = first
        for (const jump of jumps) {
          const index = Math.max(0, newest + jump)
          // Before the first round there is nothing: what seems to come from there is taken for the newest.
          if (newest < 0x1_0000 && jump < 0 && numberOf(index) !== index) continue
          expect(indexes.of(numberOf(index))).toBe(index)
          expect(indexes.rolloversOf(index)).toBe(Math.floor(index / 0x1_0000))
          indexes.note(index)
          newest = Math.max(newest, index)
        }
      }),
    )
  })

  it('is known once it was noted, or when a thousand came since', () => {
    const noted = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 100 })
    fc.assert(
      fc.property(noted, fc.integer({ min: 0, max: 6000 }), (all, asked) => {
        const indexes = createPacketIndexes()
        const taken = new Set<number>()
        let newest = Number.NEGATIVE_INFINITY
        for (const index of all) {
          if (!indexes.isKnown(index)) indexes.note(index)
          taken.add(index)
          newest = Math.max(newest, index)
        }
        expect(indexes.isKnown(asked)).toBe(taken.has(asked) || newest - asked >= 1024)
      }),
    )
  })

  it('takes a first packet whatever its number', () => {
    const indexes = createPacketIndexes()
    expect(indexes.of(65_535)).toBe(65_535)
    expect(indexes.isKnown(65_535)).toBe(false)
  })
})
