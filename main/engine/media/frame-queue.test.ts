import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFrameQueue } from './frame-queue'

describe('a frame queue', () => {
  it('keeps the newest in order and counts the others', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 10 }), (values, limit) => {
        const queue = createFrameQueue<number>({ limit })
        const gone = values.map((value) => queue.push(value)).filter((value) => value !== undefined)
        const excess = Math.max(0, values.length - limit)
        expect(gone).toEqual(values.slice(0, excess))
        expect(queue.dropped).toBe(excess)
        const kept = Array.from({ length: queue.length }, () => queue.shift())
        expect(kept).toEqual(values.slice(excess))
        expect(queue.shift()).toBeUndefined()
      }),
    )
  })

  it('is empty after it was cleared, and counts none of it as dropped', () => {
    const queue = createFrameQueue<number>({ limit: 3 })
    for (const value of [1, 2]) queue.push(value)
    expect(queue.clear()).toBe(2)
    expect(queue.length).toBe(0)
    expect(queue.dropped).toBe(0)
  })

  it('refuses a limit below one', () => {
    expect(() => createFrameQueue({ limit: 0 })).toThrow(expect.objectContaining({ code: 'invalid' }))
  })
})
