import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createQuantiles } from './quantiles'

describe('quantiles', () => {
  it('are nearest-rank ones of what was added', () => {
    const quantiles = createQuantiles()
    for (let ms = 100; ms >= 1; ms -= 1) quantiles.add(ms)
    expect(quantiles.take()).toEqual({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 })
  })

  it('begin anew after they were taken, with zeros for nothing', () => {
    const quantiles = createQuantiles()
    quantiles.add(5)
    quantiles.take()
    expect(quantiles.take()).toEqual({ count: 0, p50: 0, p95: 0, p99: 0, max: 0 })
    quantiles.add(-2)
    expect(quantiles.take()).toEqual({ count: 1, p50: -2, p95: -2, p99: -2, max: -2 })
  })

  it('are of the latest times when there are more than fit, but count and maximum are of all', () => {
    const quantiles = createQuantiles({ capacity: 2 })
    for (const ms of [900, 1, 2]) quantiles.add(ms)
    expect(quantiles.take()).toEqual({ count: 3, p50: 1, p95: 2, p99: 2, max: 900 })
  })

  it('rise from p50 to the maximum and are all values that were added', () => {
    const times = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(times, (values) => {
        const quantiles = createQuantiles()
        for (const ms of values) quantiles.add(ms)
        const { p50, p95, p99, max } = quantiles.take()
        expect([p50, p95, p99, max]).toEqual([p50, p95, p99, max].sort((a, b) => a - b))
        for (const value of [p50, p95, p99, max]) expect(values).toContain(value)
      }),
    )
  })

  it('refuse a capacity below one', () => {
    expect(() => createQuantiles({ capacity: 0 })).toThrow(expect.objectContaining({ code: 'invalid' }))
  })
})
