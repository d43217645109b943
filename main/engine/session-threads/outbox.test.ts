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

  it('gathers for longer what nobody waits for, but lets nobody else wait for it', () => {
    const outbox = open()
    outbox.later(1)
    vi.advanceTimersByTime(99)
    outbox.later(2)
    expect(batches).toEqual([])
    vi.advanceTimersByTime(1)
    expect(batches).toEqual([[1, 2]])
    outbox.later(3)
    outbox.soon(4)
    vi.advanceTimersByTime(20)
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  it('keeps the order and loses nothing, and lets nothing wait for longer than it may', () => {
    const ways = { now: 0, soon: 20, later: 100 } as const
    const way = fc.constantFrom('now', 'soon', 'later')
    const steps = fc.array(fc.record({ way, wait: fc.integer({ min: 0, max: 150 }) }))
    fc.assert(
      fc.property(steps, (all) => {
        batches = []
        const outbox = open()
        for (const [n, { way, wait }] of all.entries()) {
          outbox[way](n)
          vi.advanceTimersByTime(wait)
          if (wait > ways[way]) expect(batches.flat()).toHaveLength(n + 1)
        }
        vi.advanceTimersByTime(100)
        expect(batches.flat()).toEqual(all.map((_, n) => n))
      }),
    )
  })
})
