import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type CallRecord, unpackCalls } from '../../contract/call-records'
import { CallLog } from './call-log'

describe('the log of calls', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
  afterEach(() => vi.useRealTimers())

  function create() {
    const reports: CallRecord[][] = []
    const log = new CallLog({
      post: (report) => report.type === 'calls' && reports.push(unpackCalls(report.calls)),
      sessionTime: () => performance.now(),
    })
    return { log, reports }
  }

  it('reports calls together, the first at once and the last soon', () => {
    const { log, reports } = create()
    for (let n = 0; n < 50; n += 1) {
      log.ended(log.began('receive', n), 'ok', 1)
      vi.advanceTimersByTime(20)
    }
    vi.advanceTimersByTime(150)
    expect(reports.map((calls) => calls.length)).toEqual([1, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4])
    expect(reports.flat().map(({ arrivedAt }) => arrivedAt)).toEqual([...Array(50).keys()])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('leaves out what gave nothing, unless it failed or took its time', () => {
    const { log, reports } = create()
    log.ended(log.began('emit'), 'ok', 1, true)
    log.ended(log.began('emit'), 'ok', 21, true)
    log.ended(log.began('emit'), 'error', 1, true)
    log.ended(log.began('emit'), 'ok', 2, false)
    log.flush()
    expect(reports.flat().map(({ outcome, ms }) => [outcome, ms])).toEqual([
      ['ok', 21],
      ['error', 1],
      ['ok', 2],
    ])
  })

  it('reports a call that is not over at the end as closed, once', () => {
    const { log, reports } = create()
    const call = log.began('startUp')
    vi.advanceTimersByTime(700)
    log.close()
    log.ended(call, 'error', 800)
    log.close()
    const end = performance.now()
    expect(reports).toEqual([
      [{ method: 'startUp', outcome: 'closed', endedAt: end, ms: 700, arrivedAt: null }],
    ])
  })
})
