import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSeededRandom } from './seeded-random'

const draw = (seed: number, count: number) => {
  const random = createSeededRandom(seed)
  return Array.from({ length: count }, random.next)
}

describe('seeded random numbers', () => {
  it('come again with the same seed, and not with another', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(draw(seed, 20)).toEqual(draw(seed, 20))
        expect(draw(seed, 20)).not.toEqual(draw(seed + 1, 20))
      }),
    )
  })

  it('are spread evenly from 0 to 1', () => {
    const numbers = draw(7, 10_000)
    const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...numbers)).toBeLessThan(1)
    expect(mean).toBeCloseTo(0.5, 1)
  })

  it('that are whole reach both ends and nothing beyond', () => {
    const random = createSeededRandom(3)
    const seen = new Set(Array.from({ length: 200 }, () => random.whole(2, 5)))
    expect([...seen].sort()).toEqual([2, 3, 4, 5])
  })

  it('choose by weight, and never what weighs nothing', () => {
    const random = createSeededRandom(11)
    const counts = { often: 0, seldom: 0, never: 0 }
    for (let n = 0; n < 10_000; n += 1) counts[random.choose({ often: 9, seldom: 1, never: 0 })] += 1
    expect(counts.never).toBe(0)
    expect(counts.often / counts.seldom).toBeGreaterThan(7)
    expect(counts.often / counts.seldom).toBeLessThan(11)
  })

  it('choose from nothing with an error', () => {
    expect(() => createSeededRandom(1).choose({})).toThrow('nothing to choose')
    expect(() => createSeededRandom(1).pick([])).toThrow('nothing to pick')
  })
})
