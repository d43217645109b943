import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFrameRateGate } from './frame-rate-gate'

describe('a frame rate gate', () => {
  it('passes a live source with jitter at once', () => {
    const gate = createFrameRateGate<number>(30)
    const jitter = [0, 4, -5, 8, 0, -8, 3, 0, 10, -10]
    const passed = jitter.map((offset, n) => gate.offer(n, 100 + n * (1000 / 30) + offset))
    expect(passed).toEqual(jitter.map((_, n) => n))
  })

  it('holds what comes too early and keeps only the newest of it', () => {
    const gate = createFrameRateGate<string>(10)
    expect([gate.offer('a', 0), gate.offer('b', 1)]).toEqual(['a', 'b'])
    expect(gate.offer('c', 2)).toBeNull()
    expect(gate.offer('d', 3)).toBeNull()
    expect(gate.skipped).toBe(1)
    const dueAt = gate.nextAt() ?? Number.NaN
    expect(gate.due(dueAt - 1)).toBeNull()
    expect(gate.due(dueAt)).toBe('d')
    expect(gate.nextAt()).toBeNull()
  })

  it('rests after a picture that was much work, and not after others', () => {
    const gate = createFrameRateGate<string>(10)
    gate.offer('a', 0)
    gate.rest(90)
    expect(gate.offer('b', 1)).toBe('b')
    gate.rest(500)
    expect(gate.offer('c', 2)).toBeNull()
    expect(gate.nextAt()).toBeCloseTo(501)
    expect(gate.due(501)).toBe('c')
  })

  it('never lets more through than the rate and the burst allow', () => {
    const gaps = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(gaps, (steps) => {
        const gate = createFrameRateGate<number>(25)
        let now = 0
        let passed = 0
        for (const step of steps) {
          now += step
          if (gate.due(now) !== null) passed += 1
          if (gate.offer(1, now) !== null) passed += 1
        }
        expect(passed).toBeLessThanOrEqual(Math.floor(now / 40) + 3)
      }),
    )
  })
})
