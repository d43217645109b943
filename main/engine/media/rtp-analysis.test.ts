import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRtpAnalysis, type RtpReading } from './rtp-analysis'

const OPUS_RATE = 48_000
const BLOCK_TICKS = 960

/** Blocks of 20 ms with these sequence numbers, each when it was to be sent, and how late it comes, ms. */
function read(sequences: readonly number[], lateness: (index: number) => number = () => 0): RtpReading[] {
  const analysis = createRtpAnalysis(OPUS_RATE)
  return sequences.map((sequence, index) =>
    analysis.add(
      { sequence: sequence & 0xffff, timestamp: (sequence * BLOCK_TICKS) >>> 0 },
      sequence * 20 + lateness(index),
    ),
  )
}

const quiet = { lost: 0, late: false, duplicate: false, again: false }

describe('createRtpAnalysis', () => {
  it('says nothing of the first packet, and the distance of the next', () => {
    expect(read([7, 8])).toEqual([
      { ...quiet, deltaMs: null, jitterMs: null },
      { ...quiet, deltaMs: 20, jitterMs: 0 },
    ])
  })

  it('counts what is missing right before a packet, across the wrap of the sequence number', () => {
    const [, , third] = read([65_533, 65_534, 65_538])
    expect(third).toMatchObject({ lost: 3, late: false })
  })

  it('tells a late packet from one that came twice', () => {
    const readings = read([1, 2, 4, 3, 3, 4, 5])
    expect(readings.map(({ late, duplicate }) => (late ? 'late' : duplicate ? 'twice' : 'in order'))).toEqual(
      ['in order', 'in order', 'in order', 'late', 'twice', 'twice', 'in order'],
    )
    expect(readings.map(({ lost }) => lost)).toEqual([0, 0, 1, 0, 0, 0, 0])
  })

  it('marks a packet that comes after it was asked for, and its copy as one that came twice', () => {
    const analysis = createRtpAnalysis(OPUS_RATE)
    const add = (sequence: number) => analysis.add({ sequence, timestamp: sequence * BLOCK_TICKS }, 0)
    for (const sequence of [65_534, 65_535, 2]) add(sequence)
    analysis.noteAsked([0, 1])
    expect(add(0)).toMatchObject({ again: true, late: true, duplicate: false })
    expect(add(0)).toMatchObject({ again: false, late: false, duplicate: true })
    expect(add(3)).toMatchObject({ again: false, lost: 0 })
  })

  it('marks what is sent a second time on demand, and takes it for no mistake', () => {
    const analysis = createRtpAnalysis(90_000)
    const add = (sequence: number) => analysis.add({ sequence, timestamp: 0 }, 0)
    for (const sequence of [10, 11, 12]) add(sequence)
    analysis.noteAsked([11])
    expect(add(11)).toMatchObject({ again: true, late: false, duplicate: false })
  })

  it('computes the jitter of RFC 3550, appendix A.8', () => {
    const readings = read([0, 1, 2, 3], (index) => (index === 2 ? 16 : 0))
    // |D| is 0, 16 and 16 ms, of which a sixteenth counts each time.
    expect(readings.map(({ jitterMs }) => jitterMs)).toEqual([null, 0, 1, 1 + 15 / 16])
  })

  it('takes late packets for no jitter of the way', () => {
    const readings = read([0, 1, 3, 2, 4], (index) => (index === 3 ? 500 : 0))
    expect(readings.at(-1)?.jitterMs).toBe(0)
  })

  it('takes a jump for a sender that begins anew, not for thousands of lost packets', () => {
    const readings = read([100, 101, 20_000, 20_001, 50, 51])
    expect(readings.map(({ lost }) => lost)).toEqual([0, 0, 0, 0, 0, 0])
    expect(readings.some(({ late, duplicate }) => late || duplicate)).toBe(false)
  })

  it('tells the loss of any stream that is reordered a little: what is missing less what came late', () => {
    const streams = fc.record({
      first: fc.integer({ min: 0, max: 0xffff }),
      fates: fc.array(fc.record({ isLost: fc.boolean(), delay: fc.integer({ min: 0, max: 8 }) }), {
        minLength: 2,
        maxLength: 300,
      }),
    })
    fc.assert(
      fc.property(streams, ({ first, fates }) => {
        const kept = fates.map((fate, index) => ({ ...fate, index })).filter(({ isLost }) => !isLost)
        const arrived = kept.toSorted((a, b) => a.index + a.delay - (b.index + b.delay))
        const [head] = arrived
        if (!head) return
        const readings = read(arrived.map(({ index }) => first + index))
        const sum = readings.reduce((total, { lost, late }) => total + lost - (late ? 1 : 0), 0)
        const highest = Math.max(...arrived.map(({ index }) => index))
        // What came late from before the first one was never missing.
        const early = arrived.filter(({ index }) => index < head.index).length
        expect(sum + early).toBe(highest - head.index + 1 - (arrived.length - early))
        expect(readings.every(({ duplicate }) => !duplicate)).toBe(true)
      }),
    )
  })
})
