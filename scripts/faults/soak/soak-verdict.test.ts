import { describe, expect, it } from 'vitest'
import type { Vitals } from '../run/process-vitals'
import { afterWarmUp, leaksOf, type RestSample, rises } from './soak-verdict'

const steady: Vitals = { mainMb: 300, allMb: 700, threads: 30, descriptors: 90, children: 4 }
/** A sample each minute. */
const samples = (count: number, change: (minute: number) => Partial<Vitals>): RestSample[] =>
  Array.from({ length: count }, (_, minute) => ({
    at: minute * 60_000,
    vitals: { ...steady, ...change(minute) },
  }))

describe('the verdict on a soak', () => {
  it('is good of an app that holds what it held', () => {
    expect(leaksOf(samples(20, () => ({})))).toEqual([])
  })

  it('forgives the warm-up, and a spare thread that is there or not', () => {
    const warming = samples(20, (minute) => ({
      mainMb: minute < 5 ? 100 + 40 * minute : 300,
      threads: 30 + (minute % 2),
    }))
    expect(leaksOf(warming)).toEqual([])
  })

  it('finds memory that rises from minute to minute', () => {
    expect(leaksOf(samples(30, (minute) => ({ mainMb: 300 + 6 * minute })))).toEqual([
      'memory (mainMb) rises by 6.0 MB a minute',
    ])
    expect(rises(samples(30, (minute) => ({ allMb: 300 + 2 * minute }))).allMb).toBeCloseTo(2)
  })

  it('takes a process that came for a step, not for memory that rises', () => {
    const joined = samples(16, (minute) => (minute < 12 ? {} : { children: 5, allMb: 800 }))
    expect(leaksOf(joined)).toEqual([])
  })

  it('does not judge memory by a few MB of a short run', () => {
    expect(leaksOf(samples(4, (minute) => ({ mainMb: 300 + 6 * minute })))).toEqual([])
  })

  it('finds threads, descriptors and processes that stay', () => {
    const leaking = samples(20, (minute) => ({
      threads: 30 + minute,
      descriptors: 90 + minute,
      children: 4 + minute,
    }))
    expect(leaksOf(leaking)).toEqual([
      'threads went from 35 to 49',
      'descriptors went from 95 to 109',
      'children went from 9 to 23',
    ])
  })

  it('is not given on less than two samples', () => {
    expect(leaksOf(samples(1, () => ({})))).toEqual(['there were not enough samples to judge'])
    expect(afterWarmUp(samples(2, () => ({})))).toHaveLength(2)
  })
})
