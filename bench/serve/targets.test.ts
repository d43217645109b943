import { describe, expect, it } from 'vitest'
import { serveReportText } from './report'
import type { ServeResult } from './serve-result'
import { spreadOf } from './spread'
import type { StepResult } from './step'
import { cleanSessions, judgeTargets } from './targets'

function stepOf(sessions: number, more: Partial<StepResult> = {}): StepResult {
  return {
    sessions,
    gaps: spreadOf([20, 20, 21]),
    longGapShare: 0,
    lost: 0,
    latency: spreadOf([30, 31]),
    gain: 1,
    pictures: null,
    cpu: { engine: 0.02, others: 0.02 },
    clientCpu: 0.01,
    rssMbPerSession: 5,
    sessionThreads: 0,
    firstAudio: spreadOf([100]),
    clientLateness: 1,
    isClean: true,
    ...more,
  }
}

const resultOf = (steps: readonly StepResult[]): ServeResult => ({
  machine: { platform: 'linux', processors: 2, model: 'x', busyShare: 0, loadAverage: 0 },
  seconds: 10,
  ramps: [{ media: 'audio', server: 'soundcheck', steps }],
  stalls: [{ what: 'handler', before: 20, worst: 300, after: 320, recoveredAfter: null }],
  beside: [],
  failures: [],
})

describe('the targets of a server', () => {
  it('are met by the largest number of calls that were clean', () => {
    const steps = [stepOf(8), stepOf(24), stepOf(28, { isClean: false })]
    expect(cleanSessions(steps)).toBe(24)
    expect(judgeTargets(resultOf(steps)).filter(({ isMet }) => !isMet)).toMatchObject([
      { name: 'latency as before after the handler stood still' },
    ])
  })

  it('are missed when a call costs too much, or comes back more softly', () => {
    const steps = [stepOf(8, { cpu: { engine: 0.04, others: 0.04 }, gain: 0.71 })]
    const missed = judgeTargets(resultOf(steps)).filter(({ isMet }) => !isMet)
    expect(missed.map(({ name }) => name.split(' at ')[0])).toEqual([
      'CPU of a session',
      'gain',
      'clean audio sessions',
      'latency as before after the handler stood still',
    ])
  })

  it('stand below the table with their verdicts', () => {
    const text = serveReportText(resultOf([stepOf(8)]))
    expect(text).toContain('never as before again')
    expect(text).toMatch(/clean audio sessions +24 or more +8 +missed/)
  })
})
