import { describe, expect, it } from 'vitest'
import { latencyParts } from '../../../../contract/turn-latency'
import { WAVE_STEP_MS, waveBytes } from '../../../../contract/wave'
import { createMemoryJournals } from '../testing/memory-journals'

const client = { door: 'window', webrtcId: '', address: null } as const

/** A session whose sound is a tone between some times, ms, silence elsewhere. */
function start() {
  const journals = createMemoryJournals()
  const journal = journals.open(
    { sessionId: 'a', handlerId: 'a.ts', handlerVersion: 1, openedAt: 0, client },
    0,
  )
  const turn = (type: string, at: number, soundMs?: number) =>
    journal.append({ kind: 'turn', type, text: '', at, fields: soundMs === undefined ? {} : { soundMs } })
  function sound(direction: 'in' | 'out', fromMs: number, loud: readonly (readonly [number, number])[]) {
    const steps = Array.from({ length: 1000 / WAVE_STEP_MS }, (_, step) => {
      const ms = fromMs + step * WAVE_STEP_MS
      const amplitude = loud.some(([from, to]) => ms >= from && ms < to) ? 0.5 : 0.0005
      return [-amplitude, amplitude]
    })
    const bytes = waveBytes(steps.flat())
    journal.append({
      kind: 'sound',
      direction,
      text: '',
      at: fromMs + 1000,
      fields: { fromMs, ms: 1000, stepMs: WAVE_STEP_MS },
      bytes,
    })
  }
  return { journals, journal, turn, sound, read: () => journals.turns('a') }
}

const rounded = (parts: { readonly [name: string]: number }) =>
  Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, Math.round(value)]))

describe('how long an answer takes', () => {
  it('is measured in the waveforms, and its parts add up to it', () => {
    const { turn, sound, read } = start()
    // The detector has the end of the speech 30 ms before the waveform does.
    turn('pause_detected', 800, 470)
    turn('response_starting', 1300)
    sound('in', 0, [[100, 500]])
    sound('in', 1000, [])
    sound('out', 0, [])
    sound('out', 1000, [[1340, 1900]])
    const { turns, summaries, silentReplies } = read()
    expect(turns).toHaveLength(1)
    const [one] = turns
    expect([one?.fromUs, one?.toUs, one?.totalMs]).toEqual([498_750, 1_341_250, 842.5])
    expect(rounded(one?.parts ?? {})).toEqual({ endOfTurn: 330, handler: 500, output: 41, unexplained: -29 })
    const sum = latencyParts.reduce((total, part) => total + (one?.parts[part] ?? 0), 0)
    expect(sum).toBeCloseTo(one?.totalMs ?? 0, 6)
    expect(summaries.map(({ version, total }) => [version, total.count, total.p95])).toEqual([
      [null, 1, 842.5],
    ])
    expect(silentReplies).toBe(0)
  })

  it('is told as the client heard it, from mouth to ear, in parts that add up', () => {
    const { turn, sound, read, journal } = start()
    turn('pause_detected', 800, 500)
    turn('response_starting', 1300)
    sound('in', 0, [[100, 500]])
    sound('out', 1000, [[1340, 1900]])
    const delays = { captureMs: 10, playoutMs: 25, bufferMs: 60, rttMs: 12 }
    journal.append({ kind: 'heard', text: '', at: 4000, fields: { fromMs: 470, toMs: 1420, ...delays } })
    journal.append({ kind: 'heard', text: '', at: 4000, fields: { fromMs: 9000, toMs: 9900, ...delays } })
    const { turns, summaries } = read()
    const heard = turns[0]?.heard
    expect(heard?.totalMs).toBe(1420 + 25 - (470 - 10))
    expect(heard?.parts).toMatchObject({ capture: 10, uplink: 28.75, downlink: 6, buffer: 60, playout: 25 })
    expect(Object.values(heard?.parts ?? {}).reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(985, 6)
    expect([summaries[0]?.heard?.total.count, summaries[0]?.heard?.total.p50]).toEqual([1, 985])
  })

  it('counts replies that were never heard', () => {
    const { turn, sound, read } = start()
    turn('pause_detected', 500, 300)
    turn('response_starting', 600)
    turn('response_finished', 900)
    expect(read().silentReplies).toBe(0)
    sound('out', 0, [])
    expect(read()).toMatchObject({ turns: [], silentReplies: 1, summaries: [] })
  })

  it('knows of short replies that were over, or cut off, before their sound was written down', () => {
    const { turn, sound, read } = start()
    for (const [at, how] of [
      [0, 'response_finished'],
      [400, 'interrupted'],
    ] as const) {
      turn('pause_detected', at + 100, at + 50)
      turn('response_starting', at + 200)
      turn(how, at + 350)
    }
    turn('pause_detected', 900, 850)
    sound('out', 0, [
      [220, 350],
      [640, 750],
    ])
    const { turns, silentReplies } = read()
    expect(turns.map(({ toUs }) => toUs / 1000)).toEqual([221.25, 641.25])
    expect(silentReplies).toBe(0)
  })

  it('tells how long a reply goes on after the person began to speak', () => {
    const { turn, sound, read } = start()
    turn('interrupted', 720, 500)
    sound('out', 0, [[0, 760]])
    const { newest, ms } = read().bargeIns
    expect(newest).toEqual([{ fromUs: 500_000, toUs: 760_000, ms: 260 }])
    expect(ms).toMatchObject({ count: 1, p50: 260 })
  })

  it('waits until the reply is over', () => {
    const { turn, sound, read } = start()
    turn('interrupted', 720, 500)
    sound('out', 0, [[0, 1000]])
    expect(read().bargeIns.newest).toEqual([])
    sound('out', 1000, [[1000, 1200]])
    expect(read().bargeIns.newest[0]?.ms).toBe(700)
  })

  it('compares versions of the handler', () => {
    const { turn, sound, read, journal } = start()
    for (const [at, version, ms] of [
      [0, 1, 300],
      [2000, 2, 100],
    ] as const) {
      journal.append({ kind: 'swap', type: 'started', text: '', at, fields: { version } })
      turn('pause_detected', at + 500, at + 400)
      turn('response_starting', at + 500 + ms)
      sound('in', at, [[at, at + 400]])
      sound('out', at, [[at + 500 + ms, at + 1000]])
      turn('response_finished', at + 1000)
    }
    const { summaries } = read()
    expect(summaries.map(({ version, total }) => [version, total.count, total.p50])).toEqual([
      [null, 2, 202.5],
      [2, 1, 202.5],
      [1, 1, 402.5],
    ])
    expect(summaries[1]?.parts.handler.p50).toBe(100)
  })
})
