import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromMulaw, makeTone, toMulaw, toneOf, wavOf } from './tone.mjs'

const RATE = 8000

describe('a tone', () => {
  it('is told by its frequency and its loudness, whichever they are', () => {
    const tones = fc.record({
      hz: fc.integer({ min: 100, max: 2000 }),
      level: fc.double({ min: 0.05, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(tones, (tone) => {
        const found = toneOf(makeTone(tone, RATE, RATE), RATE)
        expect(Math.abs(found.hz - tone.hz)).toBeLessThan(0.02 * tone.hz)
        expect(Math.abs(found.level - tone.level)).toBeLessThan(0.07 * tone.level)
      }),
      { numRuns: 50 },
    )
  })

  it('is the same with a hole in it', () => {
    const samples = makeTone({ hz: 440, level: 0.3 }, RATE, RATE)
    samples.fill(0, 3100, 3300)
    expect(toneOf(samples, RATE).hz).toBeCloseTo(440, -1)
  })

  it('is none in silence', () => {
    expect(toneOf(new Float32Array(RATE), RATE)).toEqual({ hz: 0, level: 0 })
  })

  it('survives mu-law', () => {
    const samples = makeTone({ hz: 440, level: 0.3 }, RATE, RATE)
    const { hz, level } = toneOf(Array.from(samples, toMulaw).map(fromMulaw), RATE)
    expect(hz).toBeCloseTo(440, 0)
    expect(level).toBeCloseTo(0.3, 2)
  })

  it('goes into a WAV file with its true length', () => {
    const file = wavOf(makeTone({ hz: 440, level: 1 }, RATE, 100), RATE)
    expect(file.length).toBe(44 + 200)
    expect(file.readUInt32LE(4)).toBe(file.length - 8)
    expect(file.readUInt32LE(40)).toBe(200)
  })
})

it('every byte of mu-law is what it stands for', () => {
  // 0x7f is minus zero.
  for (let byte = 0; byte < 256; byte++) {
    if (byte !== 0x7f) expect(toMulaw(fromMulaw(byte))).toBe(byte)
  }
})
