import { describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { clientStatsSchema } from '../../contract/stats'
import { type CallState, idleCall } from '../call/call-state'
import type { Client } from '../state/client'
import { createSignal } from '../state/signal'
import { toClientStats } from './client-stats'
import { createStatReporter, paces } from './stat-reporter'

const report = new Map<string, { id: string; type: string }>(
  [
    {
      id: 'I',
      type: 'inbound-rtp',
      timestamp: 5,
      kind: 'audio',
      packetsReceived: 7,
      trackIdentifier: 'secret',
    },
    { id: 'T', type: 'transport', timestamp: 5, selectedCandidatePairId: 'P', dtlsState: 'connected' },
    { id: 'L', type: 'local-candidate', timestamp: 5, address: '10.0.0.1' },
  ].map((stat) => [stat.id, stat]),
)

function start() {
  vi.useFakeTimers()
  const store = createStore<CallState>(() => idleCall)
  const asked: unknown[] = []
  const failures: unknown[] = []
  let answer = async (): Promise<null> => null
  const client = {
    request: async (_: string, params: unknown) => {
      asked.push(params)
      return await answer()
    },
  } as unknown as Client
  const pace = createSignal<number>(paces.usual)
  const call = { store, stats: async () => report as unknown as RTCStatsReport }
  const reporter = createStatReporter({ client, call, pace, onFailed: (thrown) => failures.push(thrown) })
  return {
    ...{ reporter, asked, failures, pace },
    set: (state: Partial<CallState>) => store.setState(state),
    fail: (thrown: Error) => {
      answer = () => Promise.reject(thrown)
    },
  }
}

const live = { status: 'live', sessionId: 's1' } as const

describe('the report of this window’s end of a call', () => {
  it('has numbers, flags and words of quality; no names, no addresses', () => {
    const stats = toClientStats(report)
    expect(stats).toEqual([
      { id: 'I', type: 'inbound-rtp', kind: 'audio', packetsReceived: 7 },
      { id: 'T', type: 'transport', selectedCandidatePairId: 'P', dtlsState: 'connected' },
    ])
    expect(clientStatsSchema.safeParse(stats).success).toBe(true)
  })

  it('goes to the engine each second of a live call, more often while somebody looks closely', async () => {
    const { asked, set, pace, reporter } = start()
    set({ status: 'connecting' })
    await vi.advanceTimersByTimeAsync(3000)
    expect(asked).toEqual([])
    set(live)
    await vi.advanceTimersByTimeAsync(2500)
    expect(asked).toHaveLength(3)
    expect(asked[0]).toMatchObject({ sessionId: 's1' })
    pace.set(paces.close)
    await vi.advanceTimersByTimeAsync(1050)
    expect(asked).toHaveLength(14)
    set({ status: 'closing' })
    await vi.advanceTimersByTimeAsync(3000)
    expect(asked).toHaveLength(14)
    reporter.close()
    vi.useRealTimers()
  })

  it('tells that it failed, but not of a call that has ended meanwhile', async () => {
    const { failures, fail, set, reporter } = start()
    fail(new Error('no'))
    set(live)
    await vi.advanceTimersByTimeAsync(10)
    expect(failures).toHaveLength(1)
    set({ status: 'closing' })
    await vi.advanceTimersByTimeAsync(2000)
    expect(failures).toHaveLength(1)
    reporter.close()
    vi.useRealTimers()
  })
})
