import { describe, expect, it } from 'vitest'
import { createPlayedCount } from './played-count'

function counting(takesTurns = true) {
  const told: number[] = []
  const count = createPlayedCount((played) => told.push(played))
  count.restart(takesTurns)
  return { count, told }
}

describe('the count of played reports', () => {
  it('is told when nothing is queued any more, and only once', () => {
    const { count, told } = counting()
    count.ranEmpty()
    count.noteReport()
    count.noteReport()
    expect(told).toEqual([])
    count.ranEmpty()
    count.ranEmpty()
    count.noteReport()
    count.ranEmpty()
    expect(told).toEqual([2, 3])
  })

  it('begins at 0 for each instance', () => {
    const { count, told } = counting()
    count.noteReport()
    count.restart(true)
    count.ranEmpty()
    count.noteReport()
    count.ranEmpty()
    expect(told).toEqual([1])
  })

  it('is told to nobody who takes no turns', () => {
    const { count, told } = counting(false)
    count.noteReport()
    count.ranEmpty()
    expect(told).toEqual([])
  })
})
