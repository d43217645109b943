import type { AlgoOptions, SileroVadOptions } from './speech-options'

/** A stretch of speech with no silence in it that parts it; seconds since the first window. */
export interface SpeechSegment {
  /** When its first speech began. */
  readonly start: number
  /** When its last speech so far ended. */
  readonly end: number
}

/** What is known after a window. */
export interface SpeechView {
  /** Seconds since the first window began. */
  readonly now: number
  /** Of the window, 0..1, averaged over `windowSizeSamples`. */
  readonly probability: number
  readonly isSpeech: boolean
  /** Seconds of speech in the chunk that ends now; what is newer counts more. */
  readonly score: number
  /** The stretch of speech that is going on, or null. */
  readonly segment: SpeechSegment | null
}

/** Speech begins at the threshold and ends this much below it. Source: Silero's reference code. */
const HYSTERESIS = 0.15
/**
 * How much more the newer sound counts: the weight falls with this power of the age. With 0.6 s, thresholds of 0.2 and
 * 0.1: a turn begins after 0.08 s of speech (or `minSpeechDurationMs`), and ends after 0.27 s of silence.
 */
const RECENCY = 2

/** Scores the sound of one call, window by window. */
export class SpeechTracker {
  readonly #vad: SileroVadOptions
  /** Seconds of one window. */
  readonly #window: number
  /** The weight of each window of the chunk, in seconds, newest first. */
  readonly #weights: readonly number[]
  readonly #averaged: number
  #probabilities: readonly number[] = []
  #spoken: readonly boolean[] = []
  #windows = 0
  #segment: SpeechSegment | null = null

  /** @param window seconds of one window of the model. */
  constructor(algo: AlgoOptions, vad: SileroVadOptions, window: number) {
    this.#vad = vad
    this.#window = window
    this.#weights = chunkWeights(algo.audioChunkDuration, window)
    this.#averaged = Math.max(1, Math.round(vad.windowSizeSamples / 16_000 / window))
  }

  /** Takes what the model says of the next window. */
  push(probability: number): SpeechView {
    this.#windows++
    this.#probabilities = [probability, ...this.#probabilities].slice(0, this.#averaged)
    const averaged = this.#probabilities.reduce((sum, value) => sum + value, 0) / this.#averaged
    const limit = this.#vad.threshold - (this.#spoken[0] ? HYSTERESIS : 0)
    const isSpeech = averaged >= limit && averaged > 0
    this.#spoken = [isSpeech, ...this.#spoken].slice(0, this.#weights.length)
    this.#follow(isSpeech)
    const score = this.#weights.reduce((sum, weight, age) => sum + (this.#spoken[age] ? weight : 0), 0)
    return { now: this.#now, probability: averaged, isSpeech, score, segment: this.#segment }
  }

  /** A turn has ended: what comes now is another stretch of speech, whatever was said before. */
  beginAnew(): void {
    this.#segment = null
    this.#spoken = []
  }

  get #now(): number {
    return this.#windows * this.#window
  }

  #follow(isSpeech: boolean): void {
    const now = this.#now
    if (isSpeech) this.#segment = { start: this.#segment?.start ?? now - this.#window, end: now }
    else if (this.#segment && (now - this.#segment.end) * 1000 >= this.#vad.minSilenceDurationMs)
      this.#segment = null
  }
}

/** Weights that add up to the chunk's length. */
function chunkWeights(chunk: number, window: number): readonly number[] {
  const count = Math.max(1, Math.round(chunk / window))
  const shares = Array.from({ length: count }, (_, age) => (1 - (age + 0.5) / count) ** RECENCY)
  const sum = shares.reduce((total, share) => total + share, 0)
  return shares.map((share) => (share / sum) * count * window)
}
