import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTimerDelay } from './timer-delay'

describe('the delay of timers', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('is that of the latest timer since it was asked for', () => {
    let late = 0
    const delay = createTimerDelay({ now: () => Date.now() + late })
    expect(delay.take()).toBeNull()
    vi.advanceTimersByTime(100)
    expect(delay.take()).toBe(0)
    late = 7
    vi.advanceTimersByTime(50)
    late = 12
    vi.advanceTimersByTime(100)
    expect(delay.take()).toBe(7)
    delay.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})
