import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { restartDelay } from './restart-plan'

const inS = (...deaths: number[]) => restartDelay(deaths.map((at) => at * 1000))

describe('an engine that died', () => {
  it('is started again at once, then after longer and longer waits', () => {
    expect([inS(0), inS(0, 40), inS(0, 40, 80), inS(0, 40, 80, 120), inS(0, 40, 80, 120, 160)]).toEqual([
      250, 1000, 2000, 4000, 4000,
    ])
  })

  it('is left alone after three deaths within a minute', () => {
    expect(inS(0, 10, 59)).toBeNull()
    expect(inS(0, 100, 110, 120)).toBeNull()
  })

  it('is started again at once when it has lived for a minute', () => {
    expect(inS(0, 40, 100)).toBe(250)
    expect(inS(0, 60, 70)).toBe(1000)
  })

  it('never is started again more than three times in a minute', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { minLength: 1, maxLength: 12 }), (times) => {
        const deaths = times.toSorted((a, b) => a - b)
        const now = deaths.at(-1) ?? 0
        const recent = deaths.filter((at) => now - at < 60).length
        expect(inS(...deaths) === null).toBe(recent >= 3)
      }),
    )
  })
})
