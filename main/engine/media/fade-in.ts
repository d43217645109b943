import { OPUS_SAMPLE_RATE } from '../../../contract/media'

/** Interleaved stereo. */
const CHANNELS = 2
const FADE_MS = 5

/** How much of the sound before a fade goes over into what follows it: 5 ms of 48 kHz stereo, in values. */
export const FADE_VALUES = ((OPUS_SAMPLE_RATE * FADE_MS) / 1000) * CHANNELS

/** A change from one sound to another without a click. Changes what it is given in place. */
export interface FadeIn {
  /** The next 48 kHz stereo interleaved samples of the new sound; a fade may stretch over several calls. */
  apply(samples: Int16Array): void
  readonly isDone: boolean
}

/** The share of the new sound at value `n` of the fade: half a cosine from 0 to 1. */
function shareAt(n: number): number {
  const sample = Math.floor(n / CHANNELS)
  return (1 - Math.cos((Math.PI * sample) / (FADE_VALUES / CHANNELS))) / 2
}

/**
 * @param old what would have been played next: {@link FADE_VALUES} of it go over into the new sound. When there is less, the
 * new sound begins at the level where the old one stopped, and goes over to its own within 5 ms.
 * @param last left and right sample that were played last.
 */
export function createFadeIn(old: Int16Array, last: readonly [number, number]): FadeIn {
  const isWhole = old.length >= FADE_VALUES
  const steps = [0, 0]
  let at = 0

  function valueAt(n: number, sample: number): number {
    const share = shareAt(n)
    if (isWhole) return (old[n] ?? 0) * (1 - share) + sample * share
    const channel = n % CHANNELS
    if (n < CHANNELS) steps[channel] = (last[channel] ?? 0) - sample
    return sample + (steps[channel] ?? 0) * (1 - share)
  }

  return {
    apply(samples) {
      const count = Math.min(samples.length, FADE_VALUES - at)
      for (let n = 0; n < count; n += 1) {
        const value = Math.round(valueAt(at + n, samples[n] ?? 0))
        samples[n] = Math.max(-32_768, Math.min(32_767, value))
      }
      at += count
    },
    get isDone() {
      return at >= FADE_VALUES
    },
  }
}
