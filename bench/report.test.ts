import { describe, expect, it } from 'vitest'
import { type BenchResult, reportJson, reportText } from './report'

const result: BenchResult = {
  machine: { platform: 'linux', processors: 2, model: 'a processor', busyShare: 0.254, loadAverage: 1.04 },
  seconds: 10,
  otherWork: { audio: 0.023, video: 0.4 },
  figures: [
    {
      name: 'echo',
      unit: 'ms',
      measured: { count: 30, p50: 84.21, p95: 90 },
      baseline: { count: 30, p50: 66.1, p95: 70 },
      target: { of: 'p50', above: 'baseline', limit: 15 },
    },
    { name: 'idle', unit: '%', measured: { count: 5, mean: 0.513 }, baseline: null, target: null },
  ],
  failures: [{ measure: 'video', message: 'no picture came back' }],
}

describe('the report', () => {
  it('has a line for each figure with its difference, its target and whether it was met', () => {
    const lines = reportText(result).split('\n')
    expect(lines[0]).toContain('25 % busy with other work')
    expect(lines[3]).toMatch(/^echo +ms .* \+18\.1 +\+20\.0 +p50 <= 15 ms above baseline +missed$/)
    expect(lines[4]).toMatch(/^idle +% +0\.51 .*–$/)
  })

  it('says how much of the machine others took', () => {
    expect(reportText(result)).toContain('Taken by other programs meanwhile: audio 2 %, video 40 %')
  })

  it('asks for another run of what was disturbed', () => {
    expect(reportText(result)).toMatch(/Measure again when the machine is quiet: video$/m)
  })

  it('says what could not be measured and why', () => {
    expect(reportText(result)).toContain('video could not be measured: no picture came back')
  })

  it('as JSON is one line with a verdict in each figure', () => {
    const text = reportJson(result)
    expect(text).not.toContain('\n')
    const { figures, failures } = JSON.parse(text)
    expect(figures.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['missed', 'no target'])
    expect(failures).toEqual(result.failures)
  })
})
