import { describe, expect, it } from 'vitest'
import type { RestartState } from '../../../contract/state'
import { createRestarts } from './restarts'
import { createManualTimers } from './testing/manual-timers'

function start() {
  const timers = createManualTimers()
  const states: (RestartState | null)[] = []
  const restarts = createRestarts({ timers, onChanged: (state) => states.push(state) })
  let attempts = 0
  const fail = () =>
    restarts.plan(() => {
      attempts += 1
    })
  /** ms until the next attempt. */
  function delay(): number {
    const before = attempts
    for (let ms = 0; ms <= 10_000; ms += 500) {
      timers.pass(ms === 0 ? 0 : 500)
      if (attempts > before) return ms
    }
    return Number.POSITIVE_INFINITY
  }
  return { timers, restarts, states, fail, delay, attempts: () => attempts }
}

describe('a handler that fails', () => {
  it('is started again at once, then after 1, 2, 4 and 8 s, then no more', () => {
    const { fail, delay, restarts, states } = start()
    const plans: string[] = []
    const delays: number[] = []
    for (let n = 0; n < 5; n += 1) {
      plans.push(fail())
      delays.push(delay())
      restarts.answered()
    }
    expect(plans).toEqual(['now', 'later', 'later', 'later', 'later'])
    expect(delays).toEqual([0, 1000, 2000, 4000, 8000])
    expect(states.map((state) => state?.attempt)).toEqual([1, 2, 3, 4, 5])
    expect(fail()).toBe('never')
    expect(states.at(-1)).toBeNull()
  })

  it('is forgiven after a minute of good behaviour', () => {
    const { fail, delay, restarts, timers, states } = start()
    fail()
    delay()
    restarts.answered()
    timers.pass(59_000)
    expect(states.at(-1)).toMatchObject({ attempt: 1, of: 5 })
    timers.pass(1000)
    expect(states.at(-1)).toBeNull()
    expect(fail()).toBe('now')
  })

  it('is not forgiven while it blocks', () => {
    const { fail, delay, restarts, timers } = start()
    fail()
    delay()
    restarts.answered()
    restarts.troubled()
    timers.pass(100_000)
    expect(fail()).toBe('later')
  })

  it('is not started again once the plan was called off', () => {
    const { fail, delay, restarts, timers, attempts } = start()
    fail()
    delay()
    fail()
    expect(restarts.isPending()).toBe(true)
    restarts.close()
    timers.pass(10_000)
    expect(attempts()).toBe(1)
    expect(restarts.isPending()).toBe(false)
  })
})
