import { type ChannelCount, OPUS_SAMPLE_RATE } from '../../../contract/media'

const FADE_MS = 5

const FADE_SAMPLES = (OPUS_SAMPLE_RATE * FADE_MS) / 1000

/** How much of the sound before a fade goes over into what follows it: 5 ms of 48 kHz, in values. */
export const fadeValues = (channels: ChannelCount): number => FADE_SAMPLES * channels

/** One value for each channel. */
export type Levels = readonly [number] | readonly [number, number]

/** A change from one sound to another without a click. Changes what it is given in place. */
export interface FadeIn {
  /** The next 48 kHz interleaved samples of the new sound; a fade may stretch over several calls. */
  apply(samples: Int16Array): void
  readonly isDone: boolean
}

/** The share of the new sound at a sample of the fade: half a cosine from 0 to 1. */
const shareAt = (sample: number): number => (1 - Math.cos((Math.PI * sample) / FADE_SAMPLES)) / 2

/**
 * @param old what would have been played next: {@link fadeValues} of it go over into the new sound. When there is less, the
 * new sound begins where the old one would have gone on, and goes over to its own within 5 ms.
 * @param next the sample of each channel with which the old sound would go on.
 */
export function createFadeIn(old: Int16Array, next: Levels): FadeIn {
  const channels = next.length
  const length = fadeValues(channels)
  const isWhole = old.length >= length
  const steps = [0, 0]
  let at = 0

  function valueAt(n: number, sample: number): number {
    const share = shareAt(Math.floor(n / channels))
    if (isWhole) return (old[n] ?? 0) * (1 - share) + sample * share
    const channel = n % channels
    if (n < channels) steps[channel] = (next[channel] ?? 0) - sample
    return sample + (steps[channel] ?? 0) * (1 - share)
  }

  return {
    apply(samples) {
      const count = Math.min(samples.length, length - at)
      for (let n = 0; n < count; n += 1) {
        const value = Math.round(valueAt(at + n, samples[n] ?? 0))
        samples[n] = Math.max(-32_768, Math.min(32_767, value))
      }
      at += count
    },
    get isDone() {
      return at >= length
    },
  }
}
