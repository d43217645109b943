import type { Complaint } from './complaint'
import { type EmittedSound, lengthOf } from './emitted-sound'

/** Rates that audio comes in, Hz. */
const USUAL_HZ = [
  8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 40_000, 44_100, 48_000, 64_000, 88_200, 96_000,
  176_400, 192_000,
]
/** As near as this to a usual rate, in parts of it, is a slip of the finger. */
const NEAR = 0.03
/** A rate is judged when this much was emitted at it, ms, in this many values. */
const ENOUGH = 1000
const ENOUGH_VALUES = 5

/**
 * Finds sample rates that are likely misspelt. Several odd rates in one session are no mistake: that is how a sampler
 * plays one recording at many pitches.
 */
export class OddRate {
  readonly #own: readonly number[]
  #odd: { readonly rate: number; readonly ms: number; readonly values: number } | null = null
  #isOver = false

  /** @param own rates that the handler named itself, Hz. */
  constructor(own: readonly number[]) {
    this.#own = own
  }

  emitted(sound: EmittedSound): Complaint | null {
    const { sampleRate: rate } = sound
    if (this.#isOver || this.#own.includes(rate) || USUAL_HZ.includes(rate)) return null
    if (this.#odd && this.#odd.rate !== rate) {
      this.#isOver = true
      return null
    }
    const { ms, values } = this.#odd ?? { ms: 0, values: 0 }
    this.#odd = { rate, ms: ms + lengthOf(sound), values: values + 1 }
    if (this.#odd.ms < ENOUGH || this.#odd.values < ENOUGH_VALUES) return null
    this.#isOver = true
    const meant = likelyRate(rate)
    if (meant === null) return null
    return {
      message: `emit returned sound at ${rate} Hz, a rate that audio does not come in`,
      hint: `If ${meant} is meant, write ${meant}: at another rate than its own it plays at the wrong pitch.`,
    }
  }
}

/** What was meant by a misspelt rate; null when nothing is near. */
function likelyRate(rate: number): number | null {
  const near = USUAL_HZ.find((usual) => Math.abs(rate - usual) <= usual * NEAR)
  return near ?? USUAL_HZ.find((usual) => usual === rate * 10) ?? null
}
