import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EmittedSound } from './emitted-sound'
import { type AudioFormat, FrameShape } from './frame-shape'

const mono: AudioFormat = { inputSampleRate: 48_000, outputSampleRate: 24_000, inputChannels: 1 }
const stereo: AudioFormat = { ...mono, inputChannels: 2 }

function sound(samples: Int16Array, more: Partial<EmittedSound> = {}): EmittedSound {
  return { sampleRate: 48_000, channels: 1, samples, given: samples, ...more }
}

/** The next 20 ms of a tone that rises: no two blocks are alike. */
function tone(block: number, level = 9000): Int16Array {
  return Int16Array.from({ length: 960 }, (_, n) =>
    Math.round(level * Math.sin((block * 960 + n) ** 1.1 / 20)),
  )
}

/** Messages while `count` blocks come in, and go out as `answer` makes them. */
function run(
  answer: (block: Int16Array) => EmittedSound | null,
  { format = mono, count = 200, input = tone }: Partial<Run> = {},
): string[] {
  const shape = new FrameShape(format)
  const told: string[] = []
  for (let block = 0; block < count; block++) {
    const samples = input(block)
    shape.received(samples)
    const emitted = answer(samples)
    if (emitted) told.push(...shape.emitted(emitted).map(({ message }) => message))
  }
  return told
}

interface Run {
  readonly format: AudioFormat
  readonly count: number
  readonly input: (block: number) => Int16Array
}

describe('an echo', () => {
  const levels = fc.constantFrom(0, 1, 2, 70, 3000, 32_767)
  const sample = levels.chain((level) => fc.integer({ min: -level, max: level }))
  const blocks = fc.array(
    fc.oneof(
      fc.array(sample, { minLength: 8, maxLength: 8 }),
      sample.map((value) => Array.from({ length: 8 }, () => value)),
    ),
    { minLength: 1, maxLength: 40 },
  )

  it.each([mono, stereo])(
    'of any input never gives a finding, whether the array is copied or not',
    (format) => {
      fc.assert(
        fc.property(blocks, fc.boolean(), (pattern, isCopied) => {
          const input = (block: number): Int16Array =>
            Int16Array.from(
              { length: 960 * format.inputChannels },
              (_, n) => pattern[block % pattern.length]?.[n % 8] ?? 0,
            )
          const answer = (samples: Int16Array): EmittedSound =>
            sound(isCopied ? samples.slice() : samples, { channels: format.inputChannels })
          expect(run(answer, { format, input, count: 250 })).toEqual([])
        }),
        { numRuns: 12 },
      )
    },
  )

  it('that is made shorter for another rate gives none', () => {
    const halve = (samples: Int16Array): EmittedSound => {
      const half = samples.subarray(0, 480)
      for (let n = 0; n < 480; n++) half[n] = samples[2 * n] ?? 0
      return sound(half, { sampleRate: 24_000 })
    }
    expect(run(halve)).toEqual([])
  })

  it('at another rate gives one, of the array itself, of a copy, and of a whole utterance', () => {
    const message = 'emit returned at 24000 Hz what receive was given at 48000 Hz: it plays too low and slow'
    expect(run((samples) => sound(samples, { sampleRate: 24_000 }))).toEqual([message])
    expect(run((samples) => sound(samples.slice(), { sampleRate: 24_000 }))).toEqual([message])
    const heard: number[] = []
    const utterance = (samples: Int16Array): EmittedSound | null => {
      heard.push(...samples)
      return heard.length < 960 * 100 ? null : sound(Int16Array.from(heard.splice(0)), { sampleRate: 24_000 })
    }
    expect(run(utterance)).toEqual([message])
  })

  it('in another layout gives one', () => {
    expect(run((samples) => sound(samples, { channels: 2 }))).toEqual([
      'emit returned as stereo what receive was given as mono: it plays twice as fast',
    ])
    expect(run((samples) => sound(samples.slice()), { format: stereo })).toEqual([
      'emit returned as mono what receive was given as stereo: it plays half as fast',
    ])
  })
})

describe('samples of a wrong scale', () => {
  const floats = (scale: number) => (samples: Int16Array) =>
    sound(samples, { given: Float32Array.from(samples, (value) => value / scale) })

  it('are floats as large as 16-bit integers, not floats that are too loud', () => {
    expect(run(floats(1))).toEqual([expect.stringContaining('far beyond -1..1')])
    expect(run(floats(32_768))).toEqual([])
    expect(run(floats(1000))).toEqual([])
  })

  it('are integers of -1, 0 and 1 for three seconds while there is sound to answer, or no input at all', () => {
    const rounded = (samples: Int16Array): EmittedSound =>
      sound(samples.map((value) => Math.round(value / 8000)))
    expect(run(rounded)).toEqual([expect.stringContaining('-1, 0 and 1 only')])
    expect(run(rounded, { count: 140 })).toEqual([])
    const shape = new FrameShape(mono)
    const told = Array.from({ length: 200 }, (_, n) => shape.emitted(sound(tone(n, 1)))).flat()
    expect(told).toHaveLength(1)
  })

  it('are not silence, nor the faint noise of a quiet microphone', () => {
    expect(run(() => sound(new Int16Array(960)))).toEqual([])
    const input = (block: number): Int16Array => tone(block, block < 20 ? 1 : 9000)
    expect(run(() => sound(tone(1, 1)), { input })).toEqual([])
  })
})

describe('sound with a mean far from 0', () => {
  it('is told of after two seconds, and so is one value for ever', () => {
    expect(run((samples) => sound(samples.map((value) => value / 4 + 9000)))).toEqual([
      expect.stringContaining('a mean far from 0'),
    ])
    expect(run(() => sound(new Int16Array(960).fill(50)))).toEqual([
      expect.stringContaining('the same sample'),
    ])
  })

  it('is not told of when it is short, or in the input', () => {
    expect(run((samples) => sound(samples.map((value) => value / 4 + 9000)), { count: 90 })).toEqual([])
    const input = (block: number): Int16Array => tone(block).map((value) => value / 4 + 2000)
    expect(run((samples) => sound(samples.map((value) => value * 3)), { input })).toEqual([])
  })
})

describe('a sample rate', () => {
  const at = (...rates: number[]) => {
    let n = 0
    return run(() => sound(tone(n + 1000), { sampleRate: rates[n++ % rates.length] ?? 0 }))
  }

  it('that is nearly a usual one, or a tenth of one, is told of', () => {
    expect(at(44_000)).toEqual([expect.stringContaining('at 44000 Hz, a rate that audio does not come in')])
    expect(at(4800)).toHaveLength(1)
  })

  it('is not told of when it is usual, far from all that are, or one of several', () => {
    for (const rate of [8000, 11_025, 16_000, 22_050, 24_000, 40_000, 44_100, 96_000, 27_300])
      expect(at(rate)).toEqual([])
    expect(at(44_000, 47_000, 49_900)).toEqual([])
  })

  it('is not told of when the handler named it itself', () => {
    const format = { ...mono, outputSampleRate: 44_000 }
    expect(run(() => sound(tone(1000), { sampleRate: 44_000 }), { format })).toEqual([])
  })
})
