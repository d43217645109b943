import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEmittedQueue } from './emitted-queue'

const piece = (values: number, sampleRate = 24_000, channels: 1 | 2 = 1, now = 0) => ({
  samples: Int16Array.from({ length: values }, (_, n) => n),
  sampleRate,
  channels,
  meta: { turn: 0, cause: null, now },
})

describe('the queue of what was emitted', () => {
  it('gives what it was given, in order and in parts, whatever the lengths', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 30 })
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 200 }), (all, ms) => {
        const queue = createEmittedQueue({ limitMs: 1e9 })
        for (const length of all) queue.push(piece(length))
        const taken: number[] = []
        for (let part = queue.take(ms); part; part = queue.take(ms)) {
          expect(part.samples.length).toBeLessThanOrEqual(ms * 24)
          taken.push(...part.samples)
        }
        expect(taken).toEqual(all.flatMap((length) => [...piece(length).samples]))
        expect([queue.queuedMs, queue.oldestAt]).toEqual([0, null])
      }),
    )
  })

  it('never parts the channels of a sample', () => {
    const queue = createEmittedQueue({ limitMs: 1000 })
    queue.push(piece(2 * 441, 44_100, 2))
    expect(queue.take(0.01)?.samples.length).toBe(2)
    expect(queue.take(3)?.samples.length).toBe(2 * 132)
  })

  it('refuses what would wait beyond its limit', () => {
    const queue = createEmittedQueue({ limitMs: 100 })
    expect([queue.push(piece(2400, 24_000, 1, 7)), queue.push(piece(24))]).toEqual([true, false])
    expect([queue.queuedMs, queue.oldestAt]).toEqual([100, 7])
    queue.take(50)
    expect(queue.push(piece(1200))).toBe(true)
    queue.clear()
    expect([queue.queuedMs, queue.take(1)]).toEqual([0, null])
  })

  it('copies nothing', () => {
    const queue = createEmittedQueue({ limitMs: 1e6 })
    const given = piece(24_000)
    queue.push(given)
    expect(queue.take(20)?.samples.buffer).toBe(given.samples.buffer)
  })
})
