import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PacketMark, quantileOf, unwrapSequence, wireStats } from './packet-gaps'

const steady = (count: number, from = 0): PacketMark[] =>
  Array.from({ length: count }, (_, n) => ({ at: n * 20, sequence: (from + n) % 0x10000, level: 0.3 }))

describe('the packets of a tone', () => {
  it('have gaps of 20 ms and lose nothing when they come evenly', () => {
    expect(wireStats(steady(100))).toEqual({
      packets: 100,
      p99Gap: 20,
      maxGap: 20,
      longGaps: 0,
      lost: 0,
      maxSilence: 0,
      toneShare: 1,
    })
  })

  it('lose nothing where their numbers wrap around', () => {
    expect(wireStats(steady(100, 0xffff - 50)).lost).toBe(0)
  })

  it('are missed by their numbers', () => {
    const marks = steady(100).filter((_, n) => n !== 40 && n !== 41)
    expect(wireStats(marks)).toMatchObject({ lost: 2, maxGap: 60, longGaps: 0 })
  })

  it('are not missed when they only came in another order', () => {
    const marks = steady(10)
    const [second, third] = [marks[1], marks[2]]
    if (!second || !third) throw new Error('ten packets')
    expect(wireStats([...marks.slice(0, 1), third, second, ...marks.slice(3)]).lost).toBe(0)
  })

  it('have a gap that lasts until now when none comes any more', () => {
    expect(wireStats(steady(10), 680)).toMatchObject({ maxGap: 500, longGaps: 1 })
  })

  it('are silent as long as the tone is not in them', () => {
    const marks = steady(10).map((mark, n) => ({ ...mark, level: n >= 3 && n < 6 ? 0 : 0.3 }))
    expect(wireStats(marks)).toMatchObject({ maxSilence: 60, toneShare: 0.7 })
  })

  it('that never came have no statistics but zeros', () => {
    expect(wireStats([])).toMatchObject({ packets: 0, maxGap: 0, lost: 0, toneShare: 0 })
  })
})

describe('a sequence number', () => {
  it('is found again in unbroken counting, however it wrapped', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.integer({ min: -30_000, max: 30_000 }), (last, step) => {
        const next = last + step
        expect(unwrapSequence(last, ((next % 0x10000) + 0x10000) % 0x10000)).toBe(next)
      }),
    )
  })
})

describe('a quantile', () => {
  it('is one of the values, and no less than the share says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const quantile = quantileOf(values, share)
          const notAbove = values.filter((value) => value <= quantile).length
          expect(values).toContain(quantile)
          expect(notAbove / values.length).toBeGreaterThanOrEqual(share - 1e-9)
        },
      ),
    )
  })
})
