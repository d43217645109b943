import { describe, expect, it } from 'vitest'
import type { MethodBudget } from '../../contract/budget'
import { pathOf } from './path-parts'

const spread = (p50: number) => ({ count: 9, p50, p95: p50, p99: p50, max: p50 })
const receive: MethodBudget = {
  ...{ method: 'receive', version: null, budgetMs: 20, misses: 0, failed: 0, longestAtUs: 0 },
  ...{ ms: spread(4), waitMs: spread(1) },
}
const sources = { delayMs: 130, captureMs: 10, playoutMs: 25, bufferMs: 50, rttMs: 6 }

describe('the way of a block of sound', () => {
  it('is told from mouth to ear, in parts that add up, with what remains unexplained', () => {
    const queue = {
      name: 'audio out',
      unit: 'ms',
      depth: 20,
      limit: 60_000,
      ageMs: null,
      dropped: 0,
      reason: null,
    } as const
    const { totalMs, parts } = pathOf({ ...sources, budget: { methods: [receive] }, queues: [queue] })
    expect(totalMs).toBe(165)
    expect(parts).toEqual({
      ...{ capture: 10, packet: 20, uplink: 3, inputQueue: 1, handler: 4, outputQueue: 20 },
      ...{ downlink: 3, buffer: 50, playout: 25, unexplained: 29 },
    })
    expect(Object.values(parts).reduce((sum, ms) => sum + ms, 0)).toBe(totalMs)
  })

  it('says nothing of what nobody knows', () => {
    const { parts } = pathOf({ ...sources, budget: null, queues: [] })
    expect([parts.inputQueue, parts.handler, parts.outputQueue]).toEqual([0, 0, 0])
  })
})
