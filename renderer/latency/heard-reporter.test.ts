import { describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { TurnLatency } from '../../contract/turn-latency'
import { type CallState, idleCall } from '../call/call-state'
import { createLevelFeed } from '../media/level-feed'
import type { Client } from '../state/client'
import { heldBack, readBuffered } from './buffered'
import { createHeardReporter } from './heard-reporter'
import { sessionClockOffset } from './session-clock'

const BLOCK_MS = 20
/** The session's clock is so far ahead of the window's, ms. */
const AHEAD = 5000

const turn: TurnLatency = {
  ...{ fromUs: (1030 + AHEAD) * 1000, toUs: (1700 + AHEAD) * 1000, totalMs: 670, version: 1, heard: null },
  parts: { endOfTurn: 300, handler: 300, output: 10, unexplained: 60 },
}

function start(turns: readonly TurnLatency[]) {
  const store = createStore<CallState>(() => ({ ...idleCall, status: 'live', sessionId: 's1' }))
  const feeds = { sent: createLevelFeed(), received: createLevelFeed() }
  const told: unknown[] = []
  const failures: unknown[] = []
  const answers: { readonly [name: string]: (params: unknown) => unknown } = {
    'journal.turns': () => ({ turns }),
    'session.clock': () => ({ at: AHEAD }),
    'session.reportHeard': (params) => told.push(params),
  }
  let onTurn: (payload: unknown) => void = () => undefined
  const client = {
    request: async (name: string, params: unknown) => answers[name]?.(params),
    on: (_: string, listener: typeof onTurn) => {
      onTurn = listener
      return () => undefined
    },
  } as unknown as Client
  const local = {
    context: { outputLatency: 0.025 },
    track: () => ({ getSettings: () => ({ latency: 0.01 }) }),
  }
  let [delay, count] = [0, 0]
  const call = {
    ...{ store, local: () => local as never },
    stats: async () => {
      delay += 48_000 * 0.06
      count += 48_000
      const stat = {
        type: 'inbound-rtp',
        kind: 'audio',
        jitterBufferDelay: delay,
        jitterBufferEmittedCount: count,
      }
      return [stat] as unknown as RTCStatsReport
    },
  }
  const due: (() => void)[] = []
  const reporter = createHeardReporter({
    ...{ client, call, feeds, now: () => 0 },
    later: (work) => {
      due.push(work)
      return () => undefined
    },
    onFailed: (thrown) => failures.push(thrown),
  })
  const settle = async () => {
    await new Promise((resolve) => setTimeout(resolve))
    for (const work of due.splice(0)) work()
    await new Promise((resolve) => setTimeout(resolve))
  }
  /** Sound from one time to another, ms on the window's clock; silence elsewhere up to 2 s. */
  const sound = (side: 'sent' | 'received', from: number, to: number) => {
    for (let at = 0; at < 2000; at += BLOCK_MS) {
      const peaks = Array.from({ length: 8 }, (_, step) => {
        const ms = at + step * 2.5
        return ms >= from && ms < to ? 0.5 : 0.0001
      })
      feeds[side].push({ rms: 0, peak: 0, min: 0, max: 0, peaks, endsAt: at + BLOCK_MS }, at)
    }
  }
  const answerBegins = () => onTurn({ sessionId: 's1', event: { name: 'response_starting' } })
  return { reporter, told, failures, sound, settle, answerBegins }
}

describe('what this window hears of its call', () => {
  it('is told for each answer, on the session’s clock, with what only this end knows', async () => {
    const { told, failures, sound, settle, answerBegins } = start([turn])
    sound('sent', 200, 1000)
    sound('received', 1780, 1900)
    answerBegins()
    await settle()
    expect(failures).toEqual([])
    expect(told).toEqual([
      {
        sessionId: 's1',
        ...{ fromMs: 998.75 + AHEAD, toMs: 1781.25 + AHEAD },
        ...{ captureMs: 10, playoutMs: 25, bufferMs: 60, rttMs: 0 },
      },
    ])
  })

  it('is not told twice, nor where no answer was heard', async () => {
    const first = start([turn])
    first.sound('sent', 200, 1000)
    first.answerBegins()
    await first.settle()
    expect(first.told).toEqual([])
    first.sound('received', 1780, 1900)
    first.answerBegins()
    await first.settle()
    expect(first.told).toEqual([])
  })
})

describe('the session’s clock', () => {
  it('is told by the look that took the shortest', async () => {
    const times = [0, 40, 100, 102, 200, 260, 300, 330, 400, 440]
    const shown = [1020, 1111, 1230, 1315, 1420]
    const client = { request: async () => ({ at: shown.shift() }) } as unknown as Client
    expect(await sessionClockOffset(client, 's1', () => times.shift() ?? 0)).toBe(1010)
  })
})

describe('the jitter buffer', () => {
  it('is what it held back between two readings', () => {
    const reading = (delay: number, count: number) =>
      readBuffered([
        { type: 'inbound-rtp', kind: 'audio', jitterBufferDelay: delay, jitterBufferEmittedCount: count },
      ])
    expect(heldBack(reading(10, 100), reading(16, 200))).toBe(60)
    expect(heldBack(reading(10, 100), reading(10, 100))).toBe(0)
    expect(readBuffered(null)).toEqual({ delay: 0, count: 0 })
  })
})
