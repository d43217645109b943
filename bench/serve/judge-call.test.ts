import { describe, expect, it } from 'vitest'
import { gapsOf, lostOf, pictureLatencies } from './judge-call'
import { judgeStall } from './trouble'

describe('a call', () => {
  it('has lost what is missing between its first and its last number, also where they wrap around', () => {
    expect(lostOf([65_534, 65_535, 1, 2])).toBe(1)
    expect(lostOf([5, 7, 6, 8])).toBe(0)
    expect(lostOf([])).toBe(0)
  })

  it('has a gap between each two moments', () => {
    expect(gapsOf([0, 20, 45])).toEqual([20, 25])
  })

  it('shows each picture late by the newest one of its number that was sent before', () => {
    const sent = [0, 2000].map((at) => ({ at, number: 7 }))
    const came = [40, 2050].map((at) => ({ at, payload: new Uint8Array() }))
    expect(pictureLatencies(sent, came, [7, 7])).toEqual([40, 50])
    expect(pictureLatencies(sent, came, [null, 8])).toEqual([])
  })
})

describe('a stall', () => {
  const echoes = (latencyAt: (at: number) => number) =>
    Array.from({ length: 60 }, (_, n) => ({ at: n * 100, latency: latencyAt(n * 100), gain: 1 }))

  it('is over when the latency is as before for good', () => {
    const result = judgeStall(
      'server',
      echoes((at) => (at >= 2000 && at < 2700 ? 300 : 20)),
      2000,
    )
    expect(result).toEqual({ what: 'server', before: 20, worst: 300, after: 20, recoveredAfter: 300 })
  })

  it('is never over when the latency stays', () => {
    const result = judgeStall(
      'handler',
      echoes((at) => (at >= 2000 ? 320 : 20)),
      2000,
    )
    expect(result.recoveredAfter).toBeNull()
  })
})
