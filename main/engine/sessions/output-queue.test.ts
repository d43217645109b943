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

  it('tells the newest reader of each output, and who is left of what waits when that one goes', () => {
    const queue = createOutputQueue({ onOverflow: () => undefined })
    const told: string[] = []
    const reader = (name: string) => ({
      pushed: () => told.push(name),
      ended: () => told.push(`${name} ended`),
    })
    const endFirst = queue.subscribe(reader('first'))
    queue.push([1])
    const endSecond = queue.subscribe(reader('second'))
    queue.push([2])
    endSecond()
    endSecond()
    expect(told).toEqual(['first', 'second', 'first'])
    expect(queue.fetch(10).outputs).toEqual([[1], [2]])
    endFirst()
    queue.push([3])
    expect(told).toHaveLength(3)
  })

  it('tells every reader of the end, also who comes after it, and still gives what waits', () => {
    const queue = createOutputQueue({ onOverflow: () => undefined })
    const ends: string[] = []
    const reader = { pushed: () => undefined, ended: () => ends.push('ended') }
    queue.subscribe(reader)
    queue.subscribe(reader)
    queue.push([1])
    queue.close()
    queue.subscribe(reader)
    expect(ends).toHaveLength(3)
    expect(queue.fetch(10).outputs).toEqual([[1]])
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
