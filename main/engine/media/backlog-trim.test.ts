import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBacklogTrim } from './backlog-trim'
import { createPacer } from './pacer'

interface Emission {
  readonly at: number
  readonly ms: number
  /** What the handler had last received; null = the test reports the time instead, as a caller without causes does. */
  readonly cause: number | null
}

/** Input every 20 ms and the given emissions, through a real pacer; what was cut when, and the backlog at each ms. */
function simulate(until: number, emissions: readonly Emission[], arrivals = (n: number) => n * 20) {
  const pacer = createPacer({ now: 0 })
  const trim = createBacklogTrim()
  const cuts: { readonly at: number; readonly blocks: number }[] = []
  const backlog: number[] = []
  const waiting = [...emissions].sort((a, b) => a.at - b.at)
  let input = 0
  for (let now = 0; now < until; now += 1) {
    for (; arrivals(input) <= now; input += 1) trim.noteInput(20, arrivals(input))
    for (let next = waiting[0]; next && next.at <= now; next = waiting[0]) {
      waiting.shift()
      pacer.push(new Int16Array(next.ms * 96), { turn: 0, cause: next.cause, now })
      trim.noteOutput(next.ms, next.cause ?? now)
    }
    pacer.due(now)
    const blocks = trim.blocksToCut(pacer.queuedMs(), now)
    if (blocks > 0) cuts.push({ at: now, blocks: pacer.drop(blocks) })
    backlog.push(pacer.queuedMs())
  }
  return { cuts, backlog, counters: pacer.counters() }
}

const inputs = (until: number) => Array.from({ length: until / 20 }, (_, n) => n * 20)

/** An echo that answers after `delay`, but not during the stall: then it answers all at its end. */
function echo(
  until: number,
  { stallAt = 0, stallEnd = 0, delay = 2, causes = 'own' as 'own' | 'latest' | 'none' },
) {
  return inputs(until).map((cause) => {
    const stalled = cause + delay >= stallAt && cause + delay < stallEnd
    const at = stalled ? stallEnd : cause + delay
    const latest = stalled ? stallEnd - (stallEnd % 20) : cause
    return { at, ms: 20, cause: causes === 'none' ? null : causes === 'own' ? cause : latest }
  })
}

describe('a backlog trim', () => {
  it.each(['own', 'latest', 'none'] as const)(
    'brings an echo back within 1 s after a stall of 500 ms (causes: %s)',
    (causes) => {
      const { cuts, backlog } = simulate(5_000, echo(5_000, { stallAt: 2_000, stallEnd: 2_500, causes }))
      expect(Math.max(...backlog.slice(2_500, 2_600))).toBeGreaterThan(200)
      expect(cuts).toHaveLength(1)
      expect(Math.max(...backlog.slice(3_500))).toBeLessThanOrEqual(20)
    },
  )

  it('brings a slow echo back too', () => {
    const { backlog } = simulate(5_000, echo(5_000, { stallAt: 2_000, stallEnd: 2_500, delay: 75 }))
    expect(Math.max(...backlog.slice(3_600))).toBeLessThanOrEqual(20)
  })

  it('brings an echo back whose first answers were late', () => {
    const { backlog } = simulate(4_000, echo(4_000, { stallAt: 0, stallEnd: 400 }))
    expect(Math.max(...backlog.slice(1_500))).toBeLessThanOrEqual(20)
  })

  it('brings an echo back whose input comes in pairs', () => {
    const pairs = (n: number) => Math.floor(n / 2) * 40 + (n % 2)
    const emissions = Array.from({ length: 250 }, (_, n) => {
      const stalled = pairs(n) >= 2_000 && pairs(n) < 2_500
      return { at: stalled ? 2_500 : pairs(n) + 2, ms: 20, cause: pairs(n) }
    })
    const { backlog } = simulate(5_000, emissions, pairs)
    expect(Math.max(...backlog.slice(3_500))).toBeLessThanOrEqual(40)
  })

  it('does not touch an echo that is in time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 18 }), { minLength: 200, maxLength: 200 }), (jitter) => {
        const emissions = inputs(4_000).map((cause, n) => ({
          at: cause + 2 + (jitter[n] ?? 0),
          ms: 20,
          cause,
        }))
        expect(simulate(4_000, emissions).cuts).toEqual([])
      }),
      { numRuns: 20 },
    )
  })

  it('never cuts a reply of 10 s that is emitted at once', () => {
    const bulk = { at: 2_001, ms: 10_000, cause: 2_000 }
    expect(simulate(13_000, [bulk]).cuts).toEqual([])
  })

  it('never cuts such a reply in blocks of 20 ms, not even right after an echo', () => {
    const bulk = Array.from({ length: 500 }, () => ({ at: 2_005, ms: 20, cause: 2_000 }))
    expect(simulate(13_000, bulk).cuts).toEqual([])
    expect(simulate(13_000, [...echo(2_000, {}), ...bulk]).cuts).toEqual([])
  })

  it('never cuts speech that comes at its own pace in pieces of 100 ms with 500 ms in advance', () => {
    const pieces = Array.from({ length: 60 }, (_, n) => {
      const at = 1_000 + Math.max(0, n - 5) * 100
      return { at, ms: 100, cause: at - (at % 20) }
    })
    expect(simulate(8_000, pieces).cuts).toEqual([])
  })

  it('never cuts speech that comes in bursts of 20 ms blocks, as much as the input in all', () => {
    for (const burst of [2, 3, 5, 25]) {
      const blocks = Array.from({ length: 300 }, (_, n) => {
        const at = 1_000 + Math.max(0, Math.floor(n / burst) - Math.ceil(25 / burst)) * burst * 20
        return { at, ms: 20, cause: at - (at % 20) }
      })
      expect(simulate(8_000, blocks).cuts).toEqual([])
    }
  })

  it('never cuts for a handler that answers at another rhythm than it is asked', () => {
    const anyRhythm = fc.record({
      ms: fc.integer({ min: 23, max: 400 }),
      lead: fc.integer({ min: 100, max: 3_000 }),
    })
    fc.assert(
      fc.property(anyRhythm, ({ ms, lead }) => {
        const emissions = Array.from({ length: Math.floor(5_000 / ms) }, (_, n) => {
          const at = Math.max(500, 500 + n * ms - lead)
          return { at, ms, cause: at - (at % 20) }
        })
        expect(simulate(6_000, emissions).cuts).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})
