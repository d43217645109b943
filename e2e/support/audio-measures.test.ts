import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rmsDb, strongestTone } from './audio-measures'
import { joinSamples, silenceSamples, toneSamples } from './audio-samples'
import { decodeWav, encodeWav } from './wav-file'

it('finds frequency and level of a tone as it was made', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 100, max: 15_000, noNaN: true }),
      fc.integer({ min: -50, max: -6 }),
      (hz, levelDb) => {
        const samples = toneSamples({ hz, levelDb, duration: 400 }, 48_000).subarray(2000)
        const peak = strongestTone(samples, 48_000)
        expect(Math.abs(peak.hz - hz)).toBeLessThan(0.5)
        expect(Math.abs(peak.levelDb - levelDb)).toBeLessThan(0.05)
      },
    ),
    { numRuns: 100 },
  )
})

it('tells the stronger of two tones', () => {
  const [loud, soft] = [
    toneSamples({ hz: 440, levelDb: -20, duration: 300 }, 48_000),
    toneSamples({ hz: 3000, levelDb: -30, duration: 300 }, 48_000),
  ]
  const both = loud.map((sample, at) => sample + (soft[at] ?? 0))
  expect(strongestTone(both, 48_000).hz).toBeCloseTo(440, 0)
})

it('measures a full-scale sine as -3.01 dBFS, a full-scale square as 0 and silence as -Infinity', () => {
  const sine = Float32Array.from({ length: 48_000 }, (_, at) => Math.sin((2 * Math.PI * 1000 * at) / 48_000))
  expect(rmsDb(sine)).toBeCloseTo(-3.01, 2)
  expect(rmsDb(Float32Array.from({ length: 100 }, (_, at) => (at % 2 ? 1 : -1)))).toBeCloseTo(0, 5)
  expect(rmsDb(silenceSamples(20, 48_000))).toBe(-Infinity)
})

it('makes tones and silences of the length that was asked for, end to end', () => {
  const parts = [toneSamples({ hz: 100, levelDb: -20, duration: 30 }, 48_000), silenceSamples(20, 48_000)]
  expect(joinSamples(parts)).toHaveLength(48 * 50)
})

it('reads back every WAV file that it writes', () => {
  fc.assert(
    fc.property(fc.int16Array(), fc.integer({ min: 8000, max: 96_000 }), (samples, sampleRate) => {
      const wav = { samples, sampleRate, channels: 1 }
      expect(decodeWav(encodeWav(wav))).toEqual(wav)
    }),
  )
})

it('refuses a WAV file that is not 16-bit PCM', () => {
  const file = encodeWav({ samples: new Int16Array(2), sampleRate: 8000, channels: 1 })
  file.writeUInt16LE(3, 20)
  expect(() => decodeWav(file)).toThrow(/16-bit PCM/)
})
