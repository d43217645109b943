import { describe, expect, it } from 'vitest'
import { createPhaseMeter } from './phase-meter'

const RATE = 48_000

/** 20 ms of a tone in both channels, the right one turned by so much of a turn. */
function tone(turn: number, right = 8000, from = 0): Int16Array {
  return Int16Array.from({ length: 1920 }, (_, at) => {
    const angle = (2 * Math.PI * 1000 * (from + (at >> 1))) / RATE
    return at % 2 === 0 ? 8000 * Math.sin(angle) : right * Math.sin(angle + turn * 2 * Math.PI)
  })
}

const correlationOf = (...blocks: readonly Int16Array[]) => {
  const meter = createPhaseMeter()
  for (const block of blocks) meter.push(block)
  return meter.read()
}

describe('the phase of stereo sound', () => {
  it('is 1 for mono, -1 for a channel that is turned over, 0 for a quarter of a turn', () => {
    expect(correlationOf(tone(0))).toBeCloseTo(1, 3)
    expect(correlationOf(tone(0, 2000))).toBeCloseTo(1, 3)
    expect(correlationOf(tone(0.5))).toBeCloseTo(-1, 3)
    expect(correlationOf(tone(0.25))).toBeCloseTo(0, 3)
  })

  it('is that of the last 0.4 s', () => {
    const before = Array.from({ length: 30 }, () => tone(0.5))
    expect(correlationOf(...before, ...Array.from({ length: 20 }, () => tone(0)))).toBeCloseTo(1, 3)
  })

  it('is none for silence, also of one channel', () => {
    expect(correlationOf()).toBeNull()
    expect(correlationOf(new Int16Array(1920))).toBeNull()
    expect(correlationOf(tone(0, 0))).toBeNull()
  })
})
