import type { ChannelCount } from '../../../contract/media'
import { createResampler, type Resampler } from '../vad/resampler'
import type { AlgoOptions, SileroVadOptions } from '../vad/speech-options'
import { SpeechTracker, type SpeechView } from '../vad/speech-tracker'
import type { VadDetector, VadModel } from '../vad/vad-model'

export interface SpeechListenerOptions {
  readonly model: VadModel
  readonly algo: AlgoOptions
  readonly vad: SileroVadOptions
  /** Hz of what comes in. */
  readonly sampleRate: number
  readonly channels: ChannelCount
}

/** Hears the sound of one call: 16-bit samples in, what is known of the speech in them out. */
export class SpeechListener {
  /** ms of one window. */
  readonly windowMs: number
  readonly #options: SpeechListenerOptions
  readonly #resampler: Resampler
  readonly #tracker: SpeechTracker
  readonly #window: Float32Array
  #filled = 0
  #detector: VadDetector | Promise<VadDetector> | null = null

  constructor(options: SpeechListenerOptions) {
    const { model, algo, vad, sampleRate } = options
    this.#options = options
    this.#resampler = createResampler(sampleRate, model.sampleRate)
    this.#window = new Float32Array(model.windowSize)
    this.windowMs = (1000 * model.windowSize) / model.sampleRate
    this.#tracker = new SpeechTracker(algo, vad, this.windowMs / 1000)
  }

  /** Takes the next samples, interleaved; gives a view for each window that they completed. */
  async push(samples: Int16Array): Promise<readonly SpeechView[]> {
    this.#detector ??= this.#options.model.open()
    const detector = await this.#detector
    this.#detector = detector
    const views: SpeechView[] = []
    const mono = this.#resampler.push(toMono(samples, this.#options.channels))
    for (let at = 0; at < mono.length; ) {
      const part = mono.subarray(at, at + this.#window.length - this.#filled)
      this.#window.set(part, this.#filled)
      at += part.length
      this.#filled += part.length
      if (this.#filled < this.#window.length) break
      this.#filled = 0
      views.push(this.#tracker.push(await detector.probability(this.#window)))
    }
    return views
  }

  /** Where in the sound that came in a moment of a {@link SpeechView} is: samples per channel from the beginning. */
  positionOf(seconds: number): number {
    return Math.max(0, Math.round((seconds - this.#resampler.delay / 1000) * this.#options.sampleRate))
  }

  /** What comes now is another stretch of speech. */
  beginAnew(): void {
    this.#tracker.beginAnew()
  }
}

/** Loops rather than `from` with a function: this is done with every sample. */
function toMono(samples: Int16Array, channels: ChannelCount): Float32Array {
  const mono = new Float32Array(samples.length / channels)
  if (channels === 1) for (let n = 0; n < mono.length; n++) mono[n] = (samples[n] as number) / 32_768
  else
    for (let n = 0; n < mono.length; n++)
      mono[n] = ((samples[2 * n] as number) + (samples[2 * n + 1] as number)) / 65_536
  return mono
}
