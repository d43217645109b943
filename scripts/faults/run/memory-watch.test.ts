import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { memorySpan, watchMemory } from './memory-watch'

describe('the memory over a fault', () => {
  it('has no rise where it filled up at first and then stayed', () => {
    expect(memorySpan([100, 140, 180, 200, 203, 200, 202, 200, 150])).toEqual({
      before: 100,
      most: 203,
      after: 150,
      rise: 0,
    })
  })

  it('has a rise where it still grows in the last third', () => {
    expect(memorySpan([100, 120, 140, 160, 180, 200, 220, 240, 260])?.rise).toBe(60)
  })

  it('is not told of fewer than three readings', () => {
    expect(memorySpan([100, 120])).toBeNull()
  })

  it.runIf(process.platform === 'linux')('is read of a living process', async () => {
    const watch = watchMemory(process.pid)
    const held = Buffer.alloc(64 * 1024 * 1024, 1)
    await setTimeout(800)
    const span = watch.close()
    expect(span?.most).toBeGreaterThan((span?.before ?? Number.POSITIVE_INFINITY) + held.length / 2 ** 21)
  })
})
