import { describe, expect, it } from 'vitest'
import { HeldThread } from './held-thread'
import { SilentEmit } from './silent-emit'

function waitWith(peak: number, ms: number, blocks: number) {
  const silence = new SilentEmit()
  silence.began(0)
  for (let block = 0; block < blocks; block++) silence.received(peak, 20)
  return silence.judge(ms)
}

describe('an emit that does not return', () => {
  it('is told of after a minute of sound', () => {
    expect(waitWith(9000, 60_000, 3000)?.message).toBe(
      'emit has not returned for 60 s, although sound keeps coming in',
    )
    expect(waitWith(9000, 59_000, 2950)).toBeNull()
  })

  it('is not told of while nobody speaks, or no sound comes in', () => {
    expect(waitWith(100, 90_000, 4500)).toBeNull()
    expect(waitWith(9000, 90_000, 500)).toBeNull()
  })

  it('begins to count anew with each call', () => {
    const silence = new SilentEmit()
    silence.began(0)
    for (let block = 0; block < 3000; block++) silence.received(9000, 20)
    silence.ended()
    expect(silence.judge(70_000)).toBeNull()
    silence.began(70_000)
    expect(silence.judge(140_000)).toBeNull()
  })
})

describe('a thread that is held', () => {
  const start = () => new HeldThread({ at: 0, busy: 0, beats: 0 })
  const call = { method: 'receive', at: 5000, ms: 600, isKits: false } as const

  it('is told of with the method that held it, but for those that may', () => {
    expect(start().returned(call)?.message).toContain('receive held the thread')
    expect(start().returned({ ...call, ms: 400 })).toBeNull()
    expect(start().returned({ ...call, isKits: true })).toBeNull()
    expect(start().returned({ ...call, at: 2000 })).toBeNull()
    expect(start().returned({ ...call, method: 'onMessage', at: 2000 })).not.toBeNull()
    expect(start().returned({ ...call, method: 'startUp' })).toBeNull()
  })

  it('is told of without a name when no method returned meanwhile', () => {
    const held = start()
    expect(held.look({ at: 5000, busy: 100, beats: 20 }, 250)).toBeNull()
    expect(held.look({ at: 6000, busy: 1100, beats: 21 }, 250)?.message).toContain('after an await')
  })

  it('is not told of twice for one method, for a machine that slept, for our own waits, and at the start', () => {
    const named = start()
    named.look({ at: 5000, busy: 0, beats: 20 }, 250)
    named.returned({ ...call, method: 'startUp', ms: 900 })
    expect(named.look({ at: 6000, busy: 1000, beats: 21 }, 250)).toBeNull()
    expect(named.look({ at: 9000, busy: 1050, beats: 22 }, 250)).toBeNull()
    expect(named.look({ at: 10_000, busy: 2050, beats: 32 }, 250)).toBeNull()
    expect(start().look({ at: 2000, busy: 2000, beats: 1 }, 250)).toBeNull()
  })
})
