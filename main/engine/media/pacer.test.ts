import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPacer, type PacedBlock } from './pacer'

/** Stereo samples of `ms`, all of one value. */
const audio = (ms: number, value = 1) => new Int16Array(ms * 96).fill(value)
const meta = (now: number, turn = 0, cause: number | null = null) => ({ turn, cause, now })

type Sent = PacedBlock & { readonly at: number }

/** A pacer that is driven as it asks to be, with pushes at given times. */
function drive(until: number, pushes: readonly { readonly at: number; readonly ms: number }[] = []) {
  const pacer = createPacer({ now: 0 })
  const sent: Sent[] = []
  const waiting = [...pushes].sort((a, b) => a.at - b.at)
  const send = (at: number) => sent.push(...pacer.due(at).map((block) => ({ ...block, at })))
  for (let now = 0; now <= until; ) {
    const next = waiting[0]
    if (next && next.at <= now) {
      waiting.shift()
      pacer.push(audio(next.ms), meta(now))
    }
    send(now)
    now = Math.max(now, Math.min(pacer.nextAt(now), waiting[0]?.at ?? Number.POSITIVE_INFINITY))
  }
  return { pacer, sent, audible: sent.filter(({ silent }) => !silent) }
}

const times = (count: number, first: number, step: number) =>
  Array.from({ length: count }, (_, n) => first + n * step)

describe('a pacer of mono', () => {
  it('sends as many samples in half as many values, and what waits goes on in stereo once it is widened', () => {
    const pacer = createPacer({ now: 0, channels: 1 })
    pacer.push(
      new Int16Array(2400).map((_, n) => n),
      meta(0),
    )
    expect(pacer.queuedMs()).toBe(50)
    expect(pacer.due(-20).map(({ samples }) => samples.length)).toEqual([960])
    pacer.widen()
    pacer.widen()
    expect(pacer.queuedMs()).toBe(30)
    pacer.push(new Int16Array(960).fill(7), meta(20))
    const [next, last] = [pacer.due(0), pacer.due(20)].flat()
    expect(next?.samples.slice(0, 4)).toEqual(Int16Array.of(960, 960, 961, 961))
    expect(last?.samples.slice(478 * 2, 482 * 2)).toEqual(Int16Array.of(2398, 2398, 2399, 2399, 7, 7, 7, 7))
  })

  it('fades from where mono would go on into stereo without a step', () => {
    const pacer = createPacer({ now: 0, channels: 1 })
    pacer.push(new Int16Array(960).fill(5000), meta(0))
    pacer.due(0)
    pacer.widen()
    pacer.supplant()
    pacer.push(audio(20, -5000), meta(20))
    expect(pacer.due(20)[0]?.samples.slice(0, 2)).toEqual(Int16Array.of(5000, 5000))
  })
})

describe('a pacer', () => {
  it('sends silence on a steady clock while there is nothing else', () => {
    const { sent, pacer } = drive(1000)
    expect(sent.map(({ at }) => at)).toEqual(times(50, 20, 20))
    expect(sent.map(({ pts }) => pts)).toEqual(times(50, 0, 960))
    expect(pacer.counters()).toMatchObject({ sentBlocks: 50, silentBlocks: 50, underruns: 0 })
  })

  it.each([0.5, 5, 10, 19.5])('lets a live answer through at once, %d ms off its clock', (offset) => {
    const arrivals = times(100, 200 + offset, 20)
    const { audible, pacer } = drive(
      2_180 + offset,
      arrivals.map((at) => ({ at, ms: 20 })),
    )
    expect(audible.map(({ at }) => at)).toEqual(arrivals)
    expect(pacer.counters().underruns).toBe(0)
  })

  it('spreads a reply emitted at once over its length', () => {
    const { audible } = drive(10_500, [{ at: 100, ms: 10_000 }])
    expect(audible).toHaveLength(500)
    audible.forEach(({ at }, n) => {
      expect(at).toBeGreaterThanOrEqual(100 + (n - 2) * 20)
      expect(at).toBeLessThanOrEqual(100 + n * 20)
    })
    expect(Math.max(...audible.map(({ queuedAt }) => queuedAt))).toBe(100)
  })

  it('cuts any lengths into whole blocks, in order, and pads only the last', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(lengths, (counts) => {
        const pacer = createPacer({ now: 0 })
        let value = 0
        for (const count of counts) {
          pacer.push(
            Int16Array.from({ length: count * 2 }, () => (value = (value % 30_000) + 1)),
            meta(0),
          )
        }
        const samples: number[] = []
        for (let now = 0; pacer.queuedMs() > 0; now = pacer.nextAt(now)) {
          for (const { silent, samples: block } of pacer.due(now)) if (!silent) samples.push(...block)
        }
        const total = counts.reduce((sum, count) => sum + count, 0) * 2
        expect(samples).toHaveLength(Math.ceil(total / 1920) * 1920)
        expect(samples.slice(0, total).every((sample, n) => sample === (n % 30_000) + 1)).toBe(true)
        expect(samples.slice(total).every((sample) => sample === 0)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('never runs ahead of its clock by more than its lead, nor behind by more than a remainder may wait', () => {
    const push = fc.record({ at: fc.integer({ min: 0, max: 2_000 }), ms: fc.integer({ min: 1, max: 300 }) })
    fc.assert(
      fc.property(fc.array(push, { maxLength: 30 }), (pushes) => {
        drive(3_000, pushes).sent.forEach(({ at, pts }, n) => {
          expect(pts).toBe(n * 960)
          expect(at).toBeGreaterThanOrEqual(n * 20 - 20)
          expect(at).toBeLessThanOrEqual(n * 20 + 20 + 40)
        })
      }),
    )
  })

  it('fills up and sends a remainder that stays alone for 40 ms', () => {
    const { audible, pacer } = drive(1000, [{ at: 200, ms: 30 }])
    expect(audible.map(({ at }) => at)).toEqual([200, 240])
    const last = audible[1]?.samples ?? new Int16Array()
    expect(last.subarray(0, 960)).toEqual(audio(10))
    expect(last.subarray(960)).toEqual(new Int16Array(960))
    expect(pacer.counters().underruns).toBe(0)
  })

  it('does not let a trickle of samples hold up its clock', () => {
    const pushes = times(50, 200, 30).map((at) => ({ at, ms: 1 }))
    const { sent } = drive(2_000, pushes)
    sent.forEach(({ at }, n) => {
      expect(at - (sent[n - 1]?.at ?? 0)).toBeLessThanOrEqual(80)
    })
    expect(sent.length).toBeGreaterThanOrEqual(96)
  })

  it('joins a remainder to what follows in time', () => {
    const { audible, pacer } = drive(
      1000,
      times(20, 200, 30).map((at) => ({ at, ms: 30 })),
    )
    expect(audible).toHaveLength(30)
    expect(audible.every(({ samples }) => samples.every((sample) => sample === 1))).toBe(true)
    expect(pacer.counters().underruns).toBe(0)
  })

  it('counts a gap within a reply as one underrun and the end of a reply as none', () => {
    const gap = drive(3_000, [
      { at: 200, ms: 100 },
      { at: 450, ms: 100 },
    ])
    expect(gap.pacer.counters().underruns).toBe(1)
    const pause = drive(4_000, [
      { at: 200, ms: 100 },
      { at: 2_000, ms: 100 },
    ])
    expect(pause.pacer.counters().underruns).toBe(0)
  })

  it('begins a new clock after a stall instead of sending the silence that was missed', () => {
    const pacer = createPacer({ now: 0 })
    expect(pacer.due(5_000)).toEqual([])
    expect(pacer.nextAt(5_000)).toBe(5_020)
    expect(pacer.due(5_020).map(({ pts }) => pts)).toEqual([0])
  })

  it('makes up for a short delay of its caller', () => {
    const pacer = createPacer({ now: 0 })
    expect(pacer.due(150)).toHaveLength(7)
  })

  it('drops everything when it is cleared, sends silence in its place, and goes on with its clock', () => {
    const pacer = createPacer({ now: 0 })
    pacer.push(audio(110), meta(0))
    expect(pacer.due(0)).toHaveLength(2)
    expect(pacer.queuedMs()).toBe(70)
    expect(pacer.clear()).toBe(4)
    expect(pacer.queuedMs()).toBe(0)
    expect(pacer.due(19)).toEqual([])
    expect(pacer.due(20)).toMatchObject([{ silent: true, pts: 1920 }])
    expect(pacer.due(79)).toEqual([])
    expect(pacer.due(80)).toMatchObject([{ silent: true, pts: 2880 }])
    pacer.push(audio(20), meta(100))
    pacer.due(100)
    expect(pacer.counters()).toMatchObject({ clearedBlocks: 4, underruns: 0 })
  })

  it('drops whole blocks, the oldest first', () => {
    const pacer = createPacer({ now: 0 })
    pacer.push(audio(20, 1), meta(0))
    pacer.push(audio(30, 2), meta(0))
    expect(pacer.drop(1)).toBe(1)
    expect(pacer.due(0)[0]?.samples).toEqual(audio(20, 2))
    expect(pacer.drop(5)).toBe(0)
    expect(pacer.counters().droppedBlocks).toBe(1)
  })

  it('says for each block what it answers and since when it waited', () => {
    const pacer = createPacer({ now: 0 })
    pacer.push(audio(10), meta(3, 1, 100))
    pacer.push(audio(10), meta(4, 2, 200))
    expect(pacer.due(5)).toMatchObject([{ turn: 1, cause: 100, queuedAt: 3, silent: false }])
    expect(pacer.due(40)).toMatchObject([{ turn: null, cause: null, queuedAt: 40, silent: true }])
  })

  it('begins its clock at the first call when it is not told when', () => {
    const pacer = createPacer()
    expect(pacer.nextAt(700)).toBe(700)
    expect(pacer.due(700)).toEqual([])
    expect(pacer.nextAt(700)).toBe(720)
  })

  it('refuses half a stereo sample', () => {
    expect(() => createPacer().push(new Int16Array(3), meta(0))).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    )
  })
})
