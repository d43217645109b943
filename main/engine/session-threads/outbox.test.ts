import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOutbox } from './outbox'

describe('an outbox', () => {
  let batches: (readonly number[])[] = []
  const clock = { now: () => Date.now() }
  const open = () => createOutbox<number>(clock, (batch) => void batches.push(batch))

  beforeEach(() => {
    batches = []
    vi.useFakeTimers()
  })
  afterEach(() => void vi.useRealTimers())

  it('sends what is pressing at once, after all that waited', () => {
    const outbox = open()
    outbox.soon(1)
    outbox.soon(2)
    outbox.now(3)
    expect(batches).toEqual([[1, 2, 3]])
    vi.advanceTimersByTime(100)
    expect(batches).toHaveLength(1)
  })

  it('sends the first that can wait in no time, and what follows it together', () => {
    const outbox = open()
    outbox.soon(1)
    vi.advanceTimersByTime(1)
    expect(batches).toEqual([[1]])
    outbox.soon(2)
    vi.advanceTimersByTime(10)
    outbox.soon(3)
    expect(batches).toEqual([[1]])
    vi.advanceTimersByTime(10)
    expect(batches).toEqual([[1], [2, 3]])
  })

  it('keeps the order and loses nothing, and lets nothing wait for more than 20 ms', () => {
    const steps = fc.array(fc.record({ isPressing: fc.boolean(), wait: fc.integer({ min: 0, max: 50 }) }))
    fc.assert(
      fc.property(steps, (all) => {
        batches = []
        const outbox = open()
        for (const [n, { isPressing, wait }] of all.entries()) {
          if (isPressing) outbox.now(n)
          else outbox.soon(n)
          vi.advanceTimersByTime(wait)
          if (wait > 20) expect(batches.flat()).toHaveLength(n + 1)
        }
        vi.advanceTimersByTime(20)
        expect(batches.flat()).toEqual(all.map((_, n) => n))
      }),
    )
  })
})
