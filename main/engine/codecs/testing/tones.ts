import type { ChannelCount } from '../../../../contract/media'

export interface Tone {
  readonly frequency: number
  readonly sampleRate: number
  readonly channels: ChannelCount
  readonly amplitude?: number
}

/** `count` samples per channel of a sine, beginning with sample `from`, the same in all channels. */
export function toneBlock(tone: Tone, from: number, count: number): Int16Array {
  const { frequency, sampleRate, channels, amplitude = 16_000 } = tone
  const samples = new Int16Array(count * channels)
  for (let n = 0; n < count; n += 1) {
    const value = Math.round(amplitude * Math.sin((2 * Math.PI * frequency * (from + n)) / sampleRate))
    samples.fill(value, n * channels, (n + 1) * channels)
  }
  return samples
}

/** 20 ms of loud white noise at 48 kHz stereo, the same for the same `seed`. */
export function noiseBlock(seed: number): Int16Array {
  let state = seed + 1
  return new Int16Array(1920).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 17 - 2 ** 14
  })
}

export function concat(blocks: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(blocks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const block of blocks) {
    all.set(block, at)
    at += block.length
  }
  return all
}

/** Every `channels`-th value from `channel` on. */
export function channelOf(samples: Int16Array, channel: number, channels: ChannelCount): Int16Array {
  return samples.filter((_, index) => index % channels === channel)
}

/** The least-squares fit of a sine of known frequency to mono samples: its amplitude, and in dB how far it stands above all else. */
export function fitTone(samples: Int16Array, frequency: number, sampleRate: number) {
  const step = (2 * Math.PI * frequency) / sampleRate
  let [ss, cc, sc, ys, yc, power] = [0, 0, 0, 0, 0, 0]
  samples.forEach((y, n) => {
    const s = Math.sin(step * n)
    const c = Math.cos(step * n)
    ss += s * s
    cc += c * c
    sc += s * c
    ys += y * s
    yc += y * c
    power += y * y
  })
  const determinant = ss * cc - sc * sc
  const a = (ys * cc - yc * sc) / determinant
  const b = (yc * ss - ys * sc) / determinant
  const signal = a * ys + b * yc
  return { amplitude: Math.hypot(a, b), snr: 10 * Math.log10(signal / (power - signal)) }
}
