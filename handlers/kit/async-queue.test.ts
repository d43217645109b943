import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AsyncQueue } from './async-queue'
import { bindHost } from './host-binding'
import { waitForItem } from './wait-for-item'

afterEach(() => {
  bindHost(undefined)
  vi.useRealTimers()
})

describe('AsyncQueue', () => {
  it('gives items in the order they were put, whoever waits first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), fc.integer())), async (steps) => {
        const queue = new AsyncQueue<number>()
        const put: number[] = []
        const got: Promise<number>[] = []
        for (const [takes, item] of steps) {
          if (takes) got.push(queue.get())
          put.push(item)
          queue.putNowait(item)
        }
        while (got.length < put.length) got.push(queue.get())
        expect(await Promise.all(got)).toEqual(put)
        expect(queue.size).toBe(0)
      }),
    )
  })

  it('makes put wait while it is full, and putNowait fail', async () => {
    const queue = new AsyncQueue<string>(1)
    await queue.put('a')
    expect(() => queue.putNowait('b')).toThrow('holds 1 items')
    const second = queue.put('b')
    expect(queue.size).toBe(1)
    expect(await queue.get()).toBe('a')
    await second
    expect(await queue.get()).toBe('b')
  })

  it('gives null at once when getNowait finds nothing, also where items are null', () => {
    const queue = new AsyncQueue<number | null>()
    expect(queue.getNowait()).toBeNull()
    queue.putNowait(null)
    expect(queue.size).toBe(1)
    expect(queue.getNowait()).toBeNull()
    expect(queue.size).toBe(0)
  })

  it('can be emptied, which lets waiting puts in', async () => {
    const queue = new AsyncQueue<number>(1)
    await queue.put(1)
    const waiting = queue.put(2)
    expect(queue.clear()).toBe(1)
    await waiting
    expect(queue.getNowait()).toBe(2)
  })

  it('can be iterated', async () => {
    const queue = new AsyncQueue<number>()
    queue.putNowait(1)
    queue.putNowait(2)
    const got: number[] = []
    for await (const item of queue) if (got.push(item) === 2) break
    expect(got).toEqual([1, 2])
  })

  it('tells the host of each item', () => {
    const queueGrew = vi.fn()
    bindHost({
      context: () => undefined,
      send: () => false,
      queueGrew,
      readAsset: () => new Uint8Array(),
      wait: (start) => start(),
    })
    const queue = new AsyncQueue<number>()
    queue.putNowait(1)
    void queue.put(2)
    expect(queueGrew).toHaveBeenCalledTimes(2)
  })
})

describe('waitForItem', () => {
  it('gives null after 100 ms without an item, and does not swallow the next one', async () => {
    vi.useFakeTimers()
    const queue = new AsyncQueue<string>()
    const outcome = vi.fn()
    void waitForItem(queue).then(outcome)
    await vi.advanceTimersByTimeAsync(99)
    expect(outcome).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(outcome).toHaveBeenCalledWith(null)
    queue.putNowait('late')
    expect(await waitForItem(queue)).toBe('late')
  })

  it('gives an item that comes in time and leaves no timer behind', async () => {
    vi.useFakeTimers()
    const queue = new AsyncQueue<string>()
    const item = waitForItem(queue, 50)
    queue.putNowait('x')
    expect(await item).toBe('x')
    expect(vi.getTimerCount()).toBe(0)
  })
})
