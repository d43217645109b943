// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TurnEvent, TurnEventName } from '../../contract/turns'
import { turnEventNames } from '../../contract/turns'
import { endOf, TRACE_MS, TurnTrace } from './turn-trace'

const event = (name: TurnEventName, at: number, soundAt: number | null = null): TurnEvent => ({
  name,
  at,
  soundAt,
  detail: null,
})

function traceOf(...events: readonly TurnEvent[]): TurnTrace {
  const trace = new TurnTrace()
  for (const one of events) trace.push(one, one.at)
  return trace
}

const turn = [
  event('started_talking', 1200, 1000),
  event('pause_detected', 2600, 2000),
  event('response_starting', 3000),
  event('response_finished', 5000),
]

/** Any events in any order, each some time after the one before, about sounds that came before. */
const conversations = fc
  .array(
    fc.record({
      name: fc.constantFrom(...turnEventNames),
      wait: fc.nat(4000),
      before: fc.option(fc.nat(1500), { nil: null }),
      delay: fc.nat(300),
    }),
    { maxLength: 80 },
  )
  .map((entries) => {
    let at = 0
    return entries.map(({ name, wait, before, delay }) => {
      at += wait
      return { event: event(name, at, before === null ? null : at - before), delay }
    })
  })

describe('a turn', () => {
  it('lies under the sound that it is about, and the wait begins when the end was known', () => {
    const trace = traceOf(...turn)
    expect(trace.you).toEqual([{ kind: 'you', from: 1000, to: 2000 }])
    expect(trace.answer).toEqual([
      { kind: 'waiting', from: 2600, to: 3000 },
      { kind: 'reply', from: 3000, to: 5000 },
    ])
  })

  it('is measured from the last sound to the end of turn, and from there to the first sound', () => {
    expect(traceOf(...turn.slice(0, 2)).times).toEqual({ endOfTurn: 600, firstSound: null })
    expect(traceOf(...turn).times).toEqual({ endOfTurn: 600, firstSound: 400 })
  })

  it('has no end-of-turn delay where it was typed', () => {
    const trace = traceOf(event('pause_detected', 100), event('response_starting', 350))
    expect(trace.you).toEqual([])
    expect(trace.times).toEqual({ endOfTurn: null, firstSound: 250 })
  })

  it('counts the first sound of a reply once', () => {
    const again = event('response_starting', 9000)
    expect(traceOf(...turn, again).times).toEqual({ endOfTurn: 600, firstSound: 400 })
  })

  it('tells in a word what goes on', () => {
    const phases = turn.map((_, count) => traceOf(...turn.slice(0, count + 1)).phase)
    expect(phases).toEqual(['speaking', 'waiting', 'replying', 'listening'])
  })
})

describe('a barge-in', () => {
  const bargeIn = [
    ...turn.slice(0, 3),
    event('interrupted', 4000, 3800),
    event('started_talking', 4001, 3800),
  ]

  it('cuts the reply where it was stopped, while the speech began before', () => {
    const trace = traceOf(...bargeIn)
    expect(trace.answer.at(-1)).toEqual({ kind: 'reply', from: 3000, to: 4000 })
    expect(trace.you.at(-1)).toEqual({ kind: 'you', from: 3800, to: null })
    expect(trace.marks).toEqual([{ kind: 'interrupted', at: 4000, detail: null }])
  })

  it('is what is said until the turn ends, whichever of both events comes first', () => {
    expect(traceOf(...bargeIn).phase).toBe('interrupted')
    expect(traceOf(...turn.slice(0, 3), bargeIn[4] as TurnEvent, bargeIn[3] as TurnEvent).phase).toBe(
      'interrupted',
    )
  })

  it('leaves no first sound to a reply that was cut off before it', () => {
    const trace = traceOf(...turn.slice(0, 2), event('interrupted', 2800), event('response_starting', 6000))
    expect(trace.times).toEqual({ endOfTurn: 600, firstSound: null })
  })
})

describe('whatever is reported', () => {
  it('bands of one row never overlap and only the last one is open', () => {
    fc.assert(
      fc.property(conversations, (conversation) => {
        const trace = traceOf(...conversation.map(({ event }) => event))
        for (const row of [trace.you, trace.answer]) {
          row.forEach(({ from, to }, index) => {
            if (to === null) expect(index).toBe(row.length - 1)
            else expect(to).toBeGreaterThanOrEqual(from)
            const next = row[index + 1]
            if (next) expect(next.from).toBeGreaterThanOrEqual(to ?? Number.POSITIVE_INFINITY)
          })
        }
      }),
    )
  })

  it('nothing older than what is visible and a little more is kept', () => {
    fc.assert(
      fc.property(conversations, (conversation) => {
        const trace = new TurnTrace()
        let newest = 0
        for (const { event, delay } of conversation) {
          trace.push(event, event.at + delay)
          trace.pushSpeech({ from: event.at - 64, step: 32, probabilities: [0, 0.5, 1] }, event.at + delay)
          newest = event.at
        }
        const oldest = newest - TRACE_MS
        for (const { to } of [...trace.you, ...trace.answer])
          expect(to ?? newest).toBeGreaterThanOrEqual(oldest)
        for (const { at } of trace.marks) expect(at).toBeGreaterThanOrEqual(oldest)
        for (const report of trace.speech) expect(endOf(report)).toBeGreaterThanOrEqual(oldest)
      }),
    )
  })

  it('the clocks differ by the smallest delay seen, never by less than they do', () => {
    fc.assert(
      fc.property(conversations, fc.integer({ min: -1e6, max: 1e6 }), (conversation, difference) => {
        const trace = new TurnTrace()
        for (const { event, delay } of conversation) trace.push(event, event.at + difference + delay)
        const delays = conversation.map(({ delay }) => delay)
        expect(trace.offset).toBe(delays.length === 0 ? null : difference + Math.min(...delays))
      }),
    )
  })
})

describe('a trace', () => {
  it('stays small when a handler floods it', () => {
    const trace = new TurnTrace()
    for (let i = 0; i < 5000; i++) {
      trace.push(event('started_talking', i / 1000), i)
      trace.push(event('interrupted', i / 1000), i)
      trace.pushSpeech({ from: 0, step: 32, probabilities: [0.1] }, i)
    }
    expect([trace.you, trace.marks, trace.speech].map((list) => list.length)).toEqual([500, 500, 500])
  })

  it('leaves nothing open when another instance takes over', () => {
    const trace = new TurnTrace()
    for (const one of turn.slice(0, 2)) trace.push(one, one.at + 50)
    trace.push(event('started_talking', 2700), 2750)
    trace.settle(3050)
    expect(trace.you.at(-1)).toEqual({ kind: 'you', from: 2700, to: 3000 })
    expect(trace.answer).toEqual([{ kind: 'waiting', from: 2600, to: 3000 }])
    expect(trace.phase).toBe('listening')
    trace.push(event('response_starting', 9000), 9050)
    expect(trace.times?.firstSound).toBeNull()
  })

  it('knows nothing after a reset, also not the clock', () => {
    const trace = traceOf(...turn)
    const { revision } = trace
    trace.reset()
    const { you, answer, offset, times, phase } = trace
    expect({ you, answer, offset, times, phase }).toEqual({
      you: [],
      answer: [],
      offset: null,
      times: null,
      phase: 'listening',
    })
    expect(trace.revision).toBeGreaterThan(revision)
  })

  it('takes no report without a window', () => {
    const trace = new TurnTrace()
    trace.pushSpeech({ from: 0, step: 32, probabilities: [] }, 5)
    expect(trace.speech).toEqual([])
    expect(trace.offset).toBeNull()
  })
})
