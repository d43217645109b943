import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Session } from '../../sessions/session'
import { createAwaitedSessions } from './awaited-sessions'

describe('requests that wait for a session', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const never = new AbortController().signal
  const session = { id: 'there' } as Session

  it('get it in their order when it comes, and only those that ask for it', async () => {
    const awaited = createAwaitedSessions({ patience: 1000, limit: 10 })
    const order: number[] = []
    const waiting = [0, 1, 2].map((n) => awaited.wait('a', never).then(() => order.push(n)))
    const other = awaited.wait('b', never)
    awaited.arrived('a', session)
    await Promise.all(waiting)
    expect(order).toEqual([0, 1, 2])
    expect(awaited.waiting).toBe(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await other).toBeNull()
    expect([awaited.waiting, vi.getTimerCount()]).toEqual([0, 0])
  })

  it('give up at once when too many wait, when the caller goes away, and when the door closes', async () => {
    const awaited = createAwaitedSessions({ patience: 1000, limit: 2 })
    const caller = new AbortController()
    const leaves = awaited.wait('a', caller.signal)
    const stays = awaited.wait('a', never)
    expect(await awaited.wait('a', never)).toBeNull()
    caller.abort()
    expect(await leaves).toBeNull()
    expect(awaited.waiting).toBe(1)
    awaited.close()
    expect(await stays).toBeNull()
    expect([awaited.waiting, vi.getTimerCount()]).toEqual([0, 0])
  })
})
