import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUSY, choosePlace } from './placement'

const load = fc.double({ min: 0, max: 2, noNaN: true })
const threads = fc.array(load, { maxLength: 4 })

describe('a new session', () => {
  it('stays in the engine thread while that is not busy', () => {
    expect(choosePlace({ engine: 0.49, threads: [0] }, 4)).toBe('engine')
  })

  it('goes to the least loaded session thread when the engine thread is busy', () => {
    expect(choosePlace({ engine: 0.5, threads: [0.3, 0.1, 0.2] }, 4)).toBe(1)
  })

  it('has a thread started for it when all are busy', () => {
    expect(choosePlace({ engine: 0.5, threads: [] }, 1)).toBe('new')
    expect(choosePlace({ engine: 0.5, threads: [0.55] }, 2)).toBe('new')
  })

  it('goes wherever the load is least when no more threads may be started', () => {
    expect(choosePlace({ engine: 0.9, threads: [0.8, 0.7] }, 2)).toBe(1)
    expect(choosePlace({ engine: 0.6, threads: [0.8, 0.7] }, 2)).toBe('engine')
    expect(choosePlace({ engine: 0.6, threads: [] }, 0)).toBe('engine')
  })

  it('is never put into a busy thread while another one is not, and no thread is started then', () => {
    fc.assert(
      fc.property(load, threads, fc.integer({ min: 0, max: 4 }), (engine, others, most) => {
        const place = choosePlace({ engine, threads: others }, most)
        const isSomeFree = [engine, ...others].some((one) => one < BUSY)
        const chosen = place === 'engine' ? engine : place === 'new' ? null : (others[place] ?? Number.NaN)
        if (isSomeFree) expect(chosen).toBeLessThan(BUSY)
        else if (others.length < most) expect(place).toBe('new')
        else expect(chosen).toBe(Math.min(engine, ...others))
      }),
    )
  })
})
