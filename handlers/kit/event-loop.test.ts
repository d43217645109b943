import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EventLoop } from './event-loop'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function setup() {
  const report = vi.fn()
  return { loop: new EventLoop(() => 42.5, report), report }
}

describe('EventLoop', () => {
  it('has the time of the clock it was given', () => {
    expect(setup().loop.time()).toBe(42.5)
  })

  it('calls back after the time given, unless that was cancelled', () => {
    const { loop } = setup()
    const called = vi.fn()
    loop.callLater(20, () => called('kept'))
    loop.callLater(20, () => called('cancelled')).cancel()
    vi.advanceTimersByTime(19)
    expect(called).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(called.mock.calls).toEqual([['kept']])
  })

  it('reports what a timer throws, at once or later', async () => {
    const { loop, report } = setup()
    loop.callLater(1, () => {
      throw new Error('at once')
    })
    loop.callLater(1, async () => {
      await Promise.resolve()
      throw new Error('later')
    })
    await vi.advanceTimersByTimeAsync(1)
    expect(report.mock.calls.map(([error]) => error.message)).toEqual(['at once', 'later'])
  })

  it('reports the error of a task, whose done never rejects', async () => {
    const { loop, report } = setup()
    await loop.createTask(Promise.reject(new Error('a promise'))).done
    await loop.createTask(() => Promise.reject(new Error('a function'))).done
    expect(report.mock.calls.map(([error]) => error.message)).toEqual(['a promise', 'a function'])
  })

  it('clears timers and cancels tasks when it is closed, and does not report their end', async () => {
    const { loop, report } = setup()
    const called = vi.fn()
    loop.callLater(10, called)
    const task = loop.createTask(
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    loop.close()
    await task.done
    await vi.advanceTimersByTimeAsync(100)
    expect(called).not.toHaveBeenCalled()
    expect(report).not.toHaveBeenCalled()
  })

  it('starts nothing any more once it is closed', async () => {
    const { loop } = setup()
    const called = vi.fn()
    loop.close()
    loop.callLater(1, called)
    await vi.advanceTimersByTimeAsync(10)
    expect(called).not.toHaveBeenCalled()
  })
})
