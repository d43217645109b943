import { describe, expect, it } from 'vitest'
import type { HostReport } from '../../../contract/host'
import { createBlockedCall } from './blocked-call'

const blocked = (forMs: number): HostReport => ({
  type: 'blocked',
  method: 'receive',
  forMs,
  limitMs: 10_000,
})
const position = { file: '/a.ts', line: 3, column: 5 }

describe('a blocked call', () => {
  it('is known with its beginning, its end and, later, its place', () => {
    let now = 101_000
    const call = createBlockedCall(() => now)
    expect(call.note(blocked(1000))).toBe(true)
    expect(call.get()).toEqual({ method: 'receive', since: 100_000, endsAt: 110_000, position: null })
    expect(call.note({ type: 'blocked-at', position })).toBe(true)
    now = 102_010
    call.note(blocked(2000))
    expect(call.get()).toEqual({ method: 'receive', since: 100_000, endsAt: 110_010, position })
    expect(call.note({ type: 'unblocked' })).toBe(true)
    expect(call.get()).toBeNull()
  })

  it('ends a limit later when the person waits for it', () => {
    let now = 101_000
    const call = createBlockedCall(() => now)
    call.note(blocked(1000))
    now = 105_000
    call.extend()
    expect(call.get()?.endsAt).toBe(115_000)
  })

  it('is not made of other reports', () => {
    const call = createBlockedCall(() => 0)
    expect(call.note({ type: 'started' })).toBe(false)
    expect(call.note({ type: 'unblocked' })).toBe(false)
    expect(call.note({ type: 'blocked-at', position })).toBe(false)
  })
})
