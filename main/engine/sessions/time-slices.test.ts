import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTimeSlices } from './time-slices'

describe('time slices', () => {
  let time = 0
  const worked: { readonly item: number; readonly at: number }[] = []
  /** Each item takes 1 ms. */
  const start = () =>
    createTimeSlices<number>({
      now: () => time,
      work: (item) => {
        worked.push({ item, at: time })
        time += 1
      },
    })
  /** Lets the clock and the timers go on together. */
  const pass = (ms: number) => {
    time += ms
    vi.advanceTimersByTime(ms)
  }

  beforeEach(() => {
    vi.useFakeTimers()
    time = 1000
    worked.length = 0
  })
  afterEach(() => vi.useRealTimers())

  it('do what comes seldom at once', () => {
    const slices = start()
    for (let n = 0; n < 5; n += 1) {
      slices.add(n)
      pass(20)
    }
    expect(worked.map(({ item }) => item)).toEqual([0, 1, 2, 3, 4])
    expect(slices.waiting).toBe(0)
  })

  it('do no more than 2 ms of a flood in each 10 ms, in order', () => {
    const slices = start()
    for (let n = 0; n < 9; n += 1) slices.add(n)
    expect(worked).toHaveLength(2)
    expect(slices.waiting).toBe(7)
    while (slices.waiting > 0) pass(1)
    expect(worked.map(({ item }) => item)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    const perPeriod = new Map<number, number>()
    for (const { at } of worked) {
      const period = Math.floor((at - 1000) / 10)
      perPeriod.set(period, (perPeriod.get(period) ?? 0) + 1)
    }
    expect(Math.max(...perPeriod.values())).toBe(2)
  })

  it('let nothing overtake what waits', () => {
    const slices = start()
    for (let n = 0; n < 4; n += 1) slices.add(n)
    pass(7)
    slices.add(4)
    while (slices.waiting > 0) pass(1)
    expect(worked.map(({ item }) => item)).toEqual([0, 1, 2, 3, 4])
  })

  it('do all that waits at once when asked to', () => {
    const slices = start()
    for (let n = 0; n < 6; n += 1) slices.add(n)
    slices.finish()
    expect(worked).toHaveLength(6)
    expect(vi.getTimerCount()).toBe(0)
  })
})
