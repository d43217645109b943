import { describe, expect, it } from 'vitest'
import type { HandlerMethod, HostReport } from '../../../contract/host'
import { createProbation } from './probation'

const fault = (method: HandlerMethod | 'background' = 'receive'): HostReport => ({
  type: 'fault',
  method,
  error: { code: 'handler', message: `${method} failed` },
})
const blocked: HostReport = { type: 'blocked', method: 'receive', forMs: 1000, limitMs: 10_000 }

describe('a version on probation', () => {
  it('is taken back when startUp fails', () => {
    expect(createProbation(0).judge(fault('startUp'), 100)?.message).toBe('startUp failed')
  })

  it('is taken back for its fifth fault, of whatever method', () => {
    const probation = createProbation(0)
    const methods = ['receive', 'emit', 'background', 'onMessage', 'receive'] as const
    const verdicts = methods.map((method, n) => probation.judge(fault(method), n * 2000)?.message ?? null)
    expect(verdicts).toEqual([null, null, null, null, 'receive failed'])
  })

  it('is taken back when its host gives it up', () => {
    const error = { code: 'handler', message: 'five in a row' } as const
    expect(createProbation(0).judge({ type: 'gave-up', error }, 10)).toBe(error)
  })

  it('may fail after 10 s', () => {
    const probation = createProbation(5000)
    for (let n = 0; n < 4; n += 1) expect(probation.judge(fault(), 14_000)).toBeNull()
    expect(probation.isOver(14_999)).toBe(false)
    expect(probation.judge(fault(), 15_000)).toBeNull()
    expect(probation.judge(fault('startUp'), 15_000)).toBeNull()
    expect(probation.isOver(15_000)).toBe(true)
  })

  it('stays on it for as long as a call blocks that began within the time', () => {
    const probation = createProbation(0)
    probation.judge(blocked, 10_500)
    probation.judge({ ...blocked, forMs: 5000 }, 14_500)
    expect(probation.isOver(20_000)).toBe(false)
    probation.judge({ type: 'unblocked' }, 21_000)
    expect(probation.isOver(21_000)).toBe(true)
  })

  it('is not put on it again by a call that blocks later', () => {
    const probation = createProbation(0)
    probation.judge(blocked, 11_500)
    expect(probation.isOver(11_500)).toBe(true)
  })
})
