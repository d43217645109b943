import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSendBudget } from './send-budget'

function budgetAt() {
  let time = 0
  const budget = createSendBudget({ now: () => time })
  return {
    budget,
    /** Sends all it may, as often as it says, for `ms`. */
    drain(ms: number, packets = 1, lateness = 0): number {
      const end = time + ms
      let sent = 0
      while (time < end) {
        for (; !budget.isSpent; sent += packets) budget.spend(packets)
        time += budget.wait + lateness
        budget.noteLateness(lateness)
      }
      return sent
    },
  }
}

describe('the budget of a data channel', () => {
  it('lets 32 packets go at once, then 1600 a second', () => {
    const { budget, drain } = budgetAt()
    let sent = 0
    for (; !budget.isSpent; sent += 1) budget.spend(1)
    expect(sent).toBe(32)
    const rest = drain(10_000)
    expect(rest).toBeGreaterThan(15_000)
    expect(rest).toBeLessThanOrEqual(16_000)
  })

  it('makes a large message wait for those after it, not for itself', () => {
    const { budget } = budgetAt()
    budget.spend(213)
    expect(budget.isSpent).toBe(true)
    expect(budget.wait).toBeGreaterThan(100)
  })

  it('gives a sixteenth while the thread is late, and all again when it no longer is', () => {
    const { drain } = budgetAt()
    drain(1000, 1, 20)
    expect(drain(1000, 1, 20)).toBeLessThanOrEqual(103)
    drain(1000)
    expect(drain(1000)).toBeGreaterThan(1500)
  })

  it('never grants more than the burst and the rate, whatever is sent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 100, max: 5000 }), (packets, ms) => {
        const { drain } = budgetAt()
        const sent = drain(ms, packets)
        expect(sent).toBeLessThanOrEqual(32 + 1.6 * (ms + packets / 1.6 + 10) + packets)
      }),
    )
  })
})
