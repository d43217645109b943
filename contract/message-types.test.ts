import { describe, expect, it } from 'vitest'
import { createMessageTypes } from './message-types'

describe('messages by type', () => {
  it('are counted and weighed for each type and direction, the most frequent first', () => {
    const types = createMessageTypes()
    types.add('in', 'a', 10, 1_000_000)
    types.add('out', 'a', 20, 2_000_000)
    types.add('out', 'a', 30, 3_000_000)
    types.add('in', null, 5, 4_000_000)
    expect(types.read()).toMatchObject([
      { direction: 'out', type: 'a', count: 2, bytes: 50, lastUs: 3_000_000 },
      { direction: 'in', type: 'a', count: 1, bytes: 10 },
      { direction: 'in', type: null, count: 1, bytes: 5 },
    ])
  })

  it('have the rate of the last ten seconds, also when nothing comes any more', () => {
    const types = createMessageTypes()
    for (let n = 0; n < 300; n += 1) types.add('in', 'a', 1, n * 100_000)
    expect(types.read()[0]?.perSecond).toBe(10)
    types.pass(35_000_000)
    expect(types.read()[0]?.perSecond).toBeCloseTo(4, 0)
    types.pass(60_000_000)
    expect(types.read()[0]?.perSecond).toBe(0)
  })
})
