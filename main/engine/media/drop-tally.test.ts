import { describe, expect, it } from 'vitest'
import { createDropTally } from './drop-tally'

describe('a tally of what was dropped', () => {
  it('tells of the first at once and of the others together, until a second passes without one', () => {
    const tally = createDropTally()
    expect([tally.note('a'), tally.note('b'), tally.note('c')]).toEqual([true, false, false])
    expect(tally.take()).toBe(2)
    expect(tally.note('d')).toBe(false)
    expect([tally.take(), tally.take()]).toEqual([1, 0])
    expect(tally.note('e')).toBe(true)
    expect([tally.dropped, tally.reason]).toEqual([5, 'e'])
  })

  it('knows of nothing at first', () => {
    const tally = createDropTally()
    expect([tally.take(), tally.dropped, tally.reason]).toEqual([0, 0, null])
  })
})
