import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Complaint } from './complaint'
import { EmitRate } from './emit-rate'

const onTime = (): boolean => false

interface Source {
  /** ms from one block to the next. */
  readonly every: (block: number) => number
  /** ms of sound in a block. */
  readonly length: (block: number) => number
  readonly until: number
}

/** What is said while this is emitted; with input in real time, or none. */
function emit({ every, length, until }: Source, input: 'live' | 'none' = 'none', held = onTime): Complaint[] {
  const rate = new EmitRate()
  const told: Complaint[] = []
  let heard = 0
  for (let at = 0, block = 0; at < until; at += every(block), block++) {
    if (input === 'live') for (; heard <= at; heard += 20) rate.received(heard, 20)
    const complaint = rate.emitted(at, length(block), held)
    if (complaint) told.push(complaint)
  }
  return told
}

const steadily = (every: number, length = 20, until = 60_000): Source => ({
  every: () => every,
  length: () => length,
  until,
})

describe('sound that is emitted too slowly', () => {
  it.each(['live', 'none'] as const)('is told of once, after five seconds, with input %s', (input) => {
    expect(emit(steadily(22), input)).toEqual([
      {
        message: 'emit gave only 4.5 s of sound in 5.0 s: it plays with gaps',
        hint: expect.stringContaining('count the samples'),
      },
    ])
    expect(emit(steadily(22, 20, 4900), input)).toEqual([])
  })

  it('is told of in long blocks too', () => {
    expect(emit(steadily(215, 200))).toHaveLength(1)
  })

  it('is not told of within four percent', () => {
    expect(emit(steadily(20.7))).toEqual([])
  })

  it('is not told of where there are pauses between the sounds, or a backlog is left', () => {
    expect(emit(steadily(250, 100))).toEqual([])
    expect(emit({ every: (n) => (n < 100 ? 1 : 23), length: () => 20, until: 13_000 })).toEqual([])
  })

  it('is not told of when the machine held the thread up, or the input has gaps itself', () => {
    expect(emit(steadily(22), 'none', () => true)).toEqual([])
    const rate = new EmitRate()
    for (let at = 0; at < 60_000; at += 22) {
      rate.received(at, 20)
      expect(rate.emitted(at, 20, onTime)).toBeNull()
    }
  })
})

describe('sound that is emitted too fast', () => {
  it('is told of once when five seconds wait and it never stops', () => {
    const [complaint, ...more] = emit(steadily(16), 'live')
    expect(more).toEqual([])
    expect(complaint?.message).toMatch(/^emit gives 1\.25 times the sound that can be played: 5\.\d s wait/)
  })

  it('is told of as a wrong rate or layout when it is twice too much', () => {
    expect(emit(steadily(20, 40), 'live')).toMatchObject([{ hint: expect.stringContaining('stereo') }])
  })

  it('is not told of in replies: in one go, in large pieces, or ending before ten seconds', () => {
    expect(emit(steadily(0.5, 20, 1000))).toEqual([])
    expect(emit(steadily(50, 400))).toEqual([])
    expect(emit({ every: (n) => [5, 60, 10, 90][n % 4] ?? 0, length: () => 80, until: 30_000 })).toEqual([])
    expect(emit({ every: () => 60, length: (n) => 70 + 40 * (n % 3), until: 30_000 })).toEqual([])
    expect(emit(steadily(10, 20, 9900))).toEqual([])
  })

  it('is not told of when the queue is cleared meanwhile', () => {
    const rate = new EmitRate()
    for (let at = 0; at < 60_000; at += 16) {
      if (at % 4000 === 0) rate.cleared()
      expect(rate.emitted(at, 20, onTime)).toBeNull()
    }
  })
})

describe('an echo', () => {
  const pauses = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 120 })), {
    maxLength: 12,
  })

  it('never gives a finding, whatever the times of its input and however late it answers', () => {
    fc.assert(
      fc.property(pauses, fc.integer({ min: 0, max: 10_000 }), (runs, delay) => {
        let at = 0
        const intervals = runs.flatMap(([count, every]) => Array.from({ length: count }, () => every))
        const times = intervals.map((every) => (at += every))
        const events = [
          ...times.map((at) => ({ at, kind: 'in' as const })),
          ...times.map((at) => ({ at: at + delay, kind: 'out' as const })),
        ].sort((a, b) => a.at - b.at || (a.kind === 'in' ? -1 : 1))
        const rate = new EmitRate()
        for (const { at, kind } of events) {
          const said = kind === 'in' ? rate.received(at, 20) : rate.emitted(at, 20, onTime)
          if (said) throw new Error(said.message)
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('a source that counts its samples', () => {
  it('never gives a finding, however late its timer is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 5, max: 55 }), { minLength: 1000, maxLength: 1500 }),
        (intervals) => {
          const rate = new EmitRate()
          let at = 0
          let emitted = 0
          for (const interval of intervals) {
            at += interval
            for (; emitted + 20 <= at; emitted += 20) {
              const said = rate.emitted(at, 20, onTime)
              if (said) throw new Error(said.message)
            }
          }
        },
      ),
      { numRuns: 30 },
    )
  })
})
