import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReorderBuffer, type Ready } from './reorder-buffer'

const roomy = { maxWait: 40, maxHeld: 100 }
const items = (ready: readonly Ready<number>[]) => ready.map(({ item }) => item)

/** Pushes each sequence number as its own item, 1 ms apart, then waits until nothing is held. */
function run(sequences: readonly number[], options = roomy) {
  const buffer = createReorderBuffer<number>(options)
  const ready = sequences.flatMap((sequence, now) => [
    ...buffer.tick(now),
    ...buffer.push(sequence, sequence, now),
  ])
  for (let at = buffer.nextDeadline(); at !== null; at = buffer.nextDeadline()) ready.push(...buffer.tick(at))
  return { ready, counters: buffer.counters }
}

/** Numbers 0..n in an order in which none is more than `reach` places from its own; 0 first. */
function shuffled(reach: number) {
  return fc
    .array(fc.integer({ min: 0, max: reach }), { minLength: 1, maxLength: 60 })
    .map((shifts) => shifts.map((shift, n) => ({ n, key: n === 0 ? -1 : n + shift })))
    .map((numbered) => numbered.sort((a, b) => a.key - b.key).map(({ n }) => n))
}

describe('a reorder buffer', () => {
  it('lets packets in order through at once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 100_000 }),
        fc.integer({ min: 1, max: 50 }),
        (first, count) => {
          const buffer = createReorderBuffer<number>(roomy)
          for (let n = first; n < first + count; n += 1) {
            expect(buffer.push(n, n, 0)).toEqual([{ item: n, lostBefore: 0 }])
            expect(buffer.nextDeadline()).toBeNull()
          }
        },
      ),
    )
  })

  it('puts any order within its reach right, without loss', () => {
    fc.assert(
      fc.property(shuffled(10), (order) => {
        const { ready, counters } = run(order)
        expect(ready).toEqual([...order].sort((a, b) => a - b).map((item) => ({ item, lostBefore: 0 })))
        expect(counters).toEqual({ lost: 0, late: 0, duplicates: 0 })
      }),
    )
  })

  it('never delivers twice or out of order, and accounts for every number', () => {
    const anything = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 100 })
    const options = fc.record({
      maxWait: fc.integer({ min: 0, max: 30 }),
      maxHeld: fc.integer({ min: 1, max: 10 }),
    })
    fc.assert(
      fc.property(anything, options, (sequences, limits) => {
        const { ready, counters } = run(sequences, limits)
        const delivered = items(ready)
        const lost = ready.reduce((sum, { lostBefore }) => sum + lostBefore, 0)
        expect(delivered).toEqual([...new Set(delivered)].sort((a, b) => a - b))
        expect((delivered.at(-1) ?? 0) - (delivered[0] ?? 0) + 1).toBe(delivered.length + lost)
        expect(counters.lost).toBe(lost)
        expect(sequences.length).toBe(delivered.length + counters.late + counters.duplicates)
      }),
    )
  })

  it('holds what comes after a gap until the gap has been waited for', () => {
    const buffer = createReorderBuffer<number>(roomy)
    buffer.push(0, 0, 100)
    expect(buffer.push(3, 3, 110)).toEqual([])
    expect(buffer.push(4, 4, 120)).toEqual([])
    expect(buffer.nextDeadline()).toBe(150)
    expect(buffer.tick(149)).toEqual([])
    expect(buffer.tick(150)).toEqual([
      { item: 3, lostBefore: 2 },
      { item: 4, lostBefore: 0 },
    ])
    expect(buffer.nextDeadline()).toBeNull()
  })

  it('waits for a second gap from when it was seen', () => {
    const buffer = createReorderBuffer<number>(roomy)
    buffer.push(0, 0, 0)
    buffer.push(2, 2, 10)
    buffer.push(4, 4, 30)
    expect(buffer.tick(50)).toEqual([{ item: 2, lostBefore: 1 }])
    expect(buffer.nextDeadline()).toBe(70)
  })

  it('drops what comes after its number was given up', () => {
    const buffer = createReorderBuffer<number>(roomy)
    buffer.push(0, 0, 0)
    buffer.push(2, 2, 0)
    buffer.tick(40)
    expect(buffer.push(1, 1, 41)).toEqual([])
    expect(buffer.push(3, 3, 42)).toEqual([{ item: 3, lostBefore: 0 }])
    expect(buffer.counters).toEqual({ lost: 1, late: 1, duplicates: 0 })
  })

  it('gives a gap up early rather than hold more than it may', () => {
    const buffer = createReorderBuffer<number>({ maxWait: 1000, maxHeld: 2 })
    buffer.push(0, 0, 0)
    buffer.push(2, 2, 1)
    buffer.push(3, 3, 2)
    expect(items(buffer.push(5, 5, 3))).toEqual([2, 3])
    expect(buffer.nextDeadline()).toBe(1003)
  })

  it('refuses limits that make no sense', () => {
    expect(() => createReorderBuffer({ maxWait: -1, maxHeld: 1 })).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    )
    expect(() => createReorderBuffer({ maxWait: 1, maxHeld: 0 })).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    )
  })
})
