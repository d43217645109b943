import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOutputQueue } from './output-queue'

describe('the queue of outputs', () => {
  it('gives each output once, the oldest first', () => {
    const queue = createOutputQueue({ onOverflow: () => undefined })
    for (const value of [1, 2, 3]) queue.push([value])
    expect(queue.fetch(2)).toEqual({ outputs: [[1], [2]], dropped: 0 })
    expect(queue.fetch(2)).toEqual({ outputs: [[3]], dropped: 0 })
    expect(queue.fetch(2)).toEqual({ outputs: [], dropped: 0 })
  })

  it('keeps the newest, counts those it dropped, and says once that it drops', () => {
    const overflows: number[] = []
    const queue = createOutputQueue({ onOverflow: (limit) => overflows.push(limit), limit: 2 })
    for (const value of [1, 2, 3, 4]) queue.push([value])
    expect(queue.fetch(10)).toEqual({ outputs: [[3], [4]], dropped: 2 })
    for (const value of [5, 6, 7]) queue.push([value])
    expect(queue.fetch(10)).toEqual({ outputs: [[6], [7]], dropped: 1 })
    expect(overflows).toEqual([2])
  })

  it('gives or counts every output, in order, however pushes and fetches follow each other', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 20 })), (steps) => {
        const queue = createOutputQueue({ onOverflow: () => undefined, limit: 5 })
        let pushed = 0
        let next = 0
        for (const step of [...steps, -5]) {
          for (let n = 0; n < step; n += 1) queue.push([pushed++])
          if (step >= 0) continue
          const { outputs, dropped } = queue.fetch(-step)
          next += dropped
          expect(outputs).toEqual(outputs.map((_, n) => [next + n]))
          next += outputs.length
        }
        expect(next).toBe(pushed)
      }),
    )
  })
})
