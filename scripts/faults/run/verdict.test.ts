import { describe, expect, it } from 'vitest'
import type { WireStats } from '../wire/packet-gaps'
import type { Outcome } from './outcome'
import { containsInOrder, gapLimit, problemsOf, type VerdictCase } from './verdict'

const wire: WireStats = {
  packets: 100,
  p99Gap: 22,
  maxGap: 25,
  longGaps: 0,
  lost: 0,
  maxSilence: 0,
  toneShare: 1,
}
const good: Outcome = {
  states: ['running', 'blocked', 'starting', 'running'],
  said: ['receive() did not return within 3 s'],
  isolation: 'process',
  recovery: 3500,
  appEnded: null,
  nextStart: null,
  parentSignalled: false,
  neighbour: { before: wire, during: wire, after: wire },
  memory: { before: 200, most: 260, after: 210, rise: 1 },
  runnerDelay: 2,
}
const blocked: VerdictCase = {
  fault: {
    plan: { by: 'go' },
    expect: {
      ending: 'starts again',
      within: 5000,
      states: ['blocked', 'running'],
      tells: /did not return/,
      moves: true,
    },
  },
  kind: 'thread',
  backend: 'node',
  baseline: wire,
}
const problems = (change: Partial<Outcome>, of = blocked) => problemsOf(of, { ...good, ...change })
const during = (change: Partial<WireStats>) => ({ before: wire, during: { ...wire, ...change }, after: wire })

describe('the verdict on a fault', () => {
  it('is good when all came as expected', () => {
    expect(problems({})).toEqual([])
  })

  it('names what did not come', () => {
    expect(problems({ recovery: null })).toEqual(['not within 5000 ms: a new instance answers'])
    expect(problems({ recovery: 6000 })).toEqual(['it took 6000 ms, not 5000'])
    expect(problems({ states: ['running', 'starting', 'running'] })[0]).toContain('its states were')
    expect(problems({ said: ['something else'] })[0]).toContain('nobody was told')
    expect(problems({ isolation: 'thread' })).toEqual(['it did not move to a process'])
    expect(problems({ parentSignalled: true })[0]).toContain('signal')
  })

  it('compares the neighbour with the same call without a fault', () => {
    expect(problems({ neighbour: during({ maxGap: 74 }) })).toEqual([])
    expect(problems({ neighbour: during({ maxGap: 76 }) })).toEqual(['the neighbour had a gap of 76 ms'])
    expect(problems({ neighbour: during({ lost: 3 }) })).toEqual(['the neighbour lost 3 packets'])
    expect(problems({ neighbour: { ...during({}), after: { ...wire, toneShare: 0 } } })).toEqual([
      "the neighbour's tone is gone",
    ])
  })

  it('asks of a flood that the memory stays bounded, and of a long one that it is flat', () => {
    const flood = (lasts: number): VerdictCase => ({
      ...blocked,
      fault: { plan: { by: 'go' }, expect: { ending: 'answers', within: 60_000, lasts, isFlood: true } },
    })
    const grown = { before: 200, most: 451, after: 440, rise: 1 }
    const rising = { before: 200, most: 300, after: 300, rise: 31 }
    expect(problems({ memory: grown }, flood(5000))).toEqual(['memory grew by 251 MB'])
    expect(problems({ memory: grown })).toEqual([])
    expect(problems({ memory: rising }, flood(5000))).toEqual([])
    expect(problems({ memory: rising }, flood(20_000))).toEqual([
      'memory still rose by 31 MB in the last third',
    ])
  })

  it('is bad when the app ended, whatever else was seen', () => {
    expect(problems({ appEnded: 'SIGABRT' })).toEqual(['the app ended: SIGABRT'])
  })

  it('lets the app end where nothing can stop it, if its next start tells', () => {
    const mayEnd: VerdictCase = {
      ...blocked,
      backend: 'electron',
      fault: { ...blocked.fault, expect: { ...blocked.fault.expect, mayEndApp: ['electron'] } },
    }
    const told = { accident: 'app', isInProcess: true, rows: 5 } as const
    expect(problems({ appEnded: 'SIGABRT', nextStart: told }, mayEnd)).toEqual([])
    expect(problems({ appEnded: 'SIGABRT', nextStart: null }, mayEnd)).toEqual(['it was not started again'])
    expect(problems({ appEnded: 'SIGABRT', nextStart: told }, { ...mayEnd, kind: 'process' })).toHaveLength(1)
    expect(
      problems({ appEnded: 'SIGABRT', nextStart: { accident: null, isInProcess: false, rows: 0 } }, mayEnd),
    ).toHaveLength(3)
  })

  it('does not ask for a process after the death of the engine alone', () => {
    const engine: VerdictCase = {
      ...blocked,
      fault: { plan: { by: 'engine end' }, expect: { ending: 'starts anew', within: 5000 } },
    }
    const nextStart = { accident: 'engine', isInProcess: false, rows: 3 } as const
    expect(problems({ nextStart }, engine)).toEqual([])
  })
})

describe('an order of states', () => {
  it('is kept with others between, and broken by a missing or exchanged one', () => {
    expect(containsInOrder(['a', 'b', 'c'], ['a', 'c'])).toBe(true)
    expect(containsInOrder(['c', 'a'], ['a', 'c'])).toBe(false)
    expect(containsInOrder(['a'], ['a', 'a'])).toBe(false)
    expect(containsInOrder(['a'], [])).toBe(true)
  })
})

describe('the limit of gaps', () => {
  it('is what a jitter buffer hides, or three times those of a slow machine', () => {
    expect(gapLimit(wire, wire)).toBe(75)
    expect(gapLimit({ ...wire, maxGap: 10 }, { ...wire, maxGap: 10 })).toBe(60)
    expect(gapLimit(null, wire)).toBe(Number.POSITIVE_INFINITY)
  })

  it('rises with what was just before the fault', () => {
    expect(gapLimit(wire, { ...wire, maxGap: 100 })).toBe(300)
  })
})
