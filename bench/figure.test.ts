import { describe, expect, it } from 'vitest'
import { differenceOf, distributionOf, type Figure, verdictOf } from './figure'

const figure: Figure = {
  name: 'echo',
  unit: 'ms',
  measured: { count: 3, p50: 80, p95: 120 },
  baseline: { count: 3, p50: 66 },
  target: null,
}

describe('a figure', () => {
  it('meets a target that it reaches exactly and misses one that it passes', () => {
    expect(verdictOf({ ...figure, target: { of: 'p50', above: 'zero', limit: 80 } })).toBe('met')
    expect(verdictOf({ ...figure, target: { of: 'p50', above: 'zero', limit: 79.9 } })).toBe('missed')
  })

  it('is judged by what it has above the baseline where the target says so', () => {
    expect(verdictOf({ ...figure, target: { of: 'p50', above: 'baseline', limit: 15 } })).toBe('met')
    expect(verdictOf({ ...figure, target: { of: 'p50', above: 'baseline', limit: 13 } })).toBe('missed')
  })

  it('cannot be judged by a statistic that was not measured', () => {
    expect(() => verdictOf({ ...figure, target: { of: 'p95', above: 'baseline', limit: 1 } })).toThrow('p95')
    expect(differenceOf(figure, 'p95')).toBeNull()
  })

  it('without a target has no verdict', () => {
    expect(verdictOf(figure)).toBe('no target')
  })
})

describe('a distribution', () => {
  it('has the nearest ranks of its values in any order', () => {
    expect(distributionOf([4, 1, 3, 2])).toEqual({ count: 4, p50: 2, p95: 4, p99: 4, max: 4 })
  })

  it('of nothing is no distribution', () => {
    expect(() => distributionOf([])).toThrow('nothing was measured')
  })
})
