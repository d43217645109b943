import { describe, expect, it } from 'vitest'
import { type FaultResult, faultTable, seenText } from './fault-table'
import type { Outcome } from './outcome'

const wire = { packets: 50, p99Gap: 22.4, maxGap: 25.6, longGaps: 0, lost: 0, maxSilence: 0, toneShare: 1 }
const outcome: Outcome = {
  states: ['running', 'blocked', 'running'],
  said: ['connecting', 'receive() did not return | at all\nLook for a loop.'],
  isolation: 'process',
  recovery: 3456.7,
  appEnded: null,
  nextStart: null,
  parentSignalled: false,
  neighbour: { before: wire, during: { ...wire, maxGap: 61 }, after: wire },
  memory: { before: 240.2, most: 301, after: 250, rise: -2.4 },
  runnerDelay: 3.2,
}
const good: FaultResult = { name: 'a loop', kind: 'thread', backend: 'node', outcome, problems: [] }
const failed: FaultResult = {
  ...good,
  name: 'a leak',
  outcome: null,
  problems: ['it did not answer', 'nobody was told'],
}

describe('the table of faults', () => {
  it('has a row of equal width for each, with its figures', () => {
    const [head, ruler, row] = faultTable([good]).split('\n')
    expect(row).toContain('| ok  | a loop | thread | node | 3457')
    expect(row).toContain('26 / 61 / 26')
    expect(row).toContain('240 / 301 / 250 (-2)')
    expect(row).toContain('did not return \\| at all')
    expect(new Set([head?.length, ruler?.length, row?.length]).size).toBe(1)
  })

  it('names the problems of each bad one below, and counts the good', () => {
    const text = faultTable([good, failed])
    expect(text).toContain('| BAD | a leak')
    expect(text).toContain('a leak (thread, node):\n  - it did not answer\n  - nobody was told')
    expect(text).toContain('1 of 2 as they must be')
  })
})

describe('what the person sees', () => {
  it('is the states, and the first that is not said of every call', () => {
    expect(seenText(outcome)).toBe('running › blocked › running; receive() did not return | at all')
  })

  it('is only the states when nothing was said', () => {
    expect(seenText({ ...outcome, states: [], said: ['live'] })).toBe('no session')
  })
})
