import type { AlgoOptions, SileroVadOptions } from '../vad/speech-options'
import type { SpeechView } from '../vad/speech-tracker'
import type { AppState } from './app-state'
import { SpeechListener, type SpeechListenerOptions } from './speech-listener'
import { UtteranceRecorder } from './utterance-recorder'

export interface HearingOptions extends SpeechListenerOptions {
  /** ms of sound from before the first speech that belong to an utterance. */
  readonly preRollMs: number
}

/** However long somebody hesitates, no more than this is kept from before their turn began, ms. */
const LONGEST_LEAD = 10_000
/** So much is always kept beside the pre-roll: what the network and its averaging are late by, ms. */
const LATENESS = 100
/** A gap that is good enough to end a turn that is too long, ms. Source: Silero's reference code. */
const SHORT_GAP = 98

/** Hears the person: what they say, whether it is speech, and where in it an utterance begins and ends. */
export class Hearing {
  readonly #options: HearingOptions
  readonly #recorder: UtteranceRecorder
  readonly #listener: SpeechListener
  #view: SpeechView | null = null

  constructor(options: HearingOptions) {
    this.#options = options
    this.#recorder = new UtteranceRecorder(options.channels)
    this.#listener = new SpeechListener(options)
  }

  /** ms of one window. */
  get windowMs(): number {
    return this.#listener.windowMs
  }

  /** Keeps the next samples, interleaved. */
  keep(samples: Int16Array): void {
    this.#recorder.push(samples)
  }

  /** Listens to samples that were kept; gives a view for each window that they completed. */
  listen(samples: Int16Array): Promise<readonly SpeechView[]> {
    return this.#listener.push(samples)
  }

  /** From now on `view` is the newest. */
  look(view: SpeechView): void {
    this.#view = view
  }

  /** Forgets what no utterance can begin with any more. */
  forget(): void {
    const { position } = this.#recorder
    const segment = this.#view?.segment
    const first = segment ? this.#listener.positionOf(segment.start) : position - this.#samples(LATENESS)
    const oldest = position - this.#samples(LONGEST_LEAD)
    this.#recorder.forget(Math.max(first - this.#samples(this.#options.preRollMs), oldest))
  }

  /** Whether the newest view is the beginning of an utterance. */
  hasStarted(): boolean {
    const { algo, vad } = this.#options
    const view = this.#view
    if (!view?.segment || view.score <= algo.startedTalkingThreshold) return false
    return (view.segment.end - view.segment.start) * 1000 >= vad.minSpeechDurationMs
  }

  /** Begins to keep an utterance, from `preRollMs` before its first speech, or before now. */
  begin(): void {
    const segment = this.#view?.segment
    const first = segment ? this.#listener.positionOf(segment.start) : this.#recorder.position
    this.#recorder.begin(Math.round(first - this.#samples(this.#options.preRollMs)))
  }

  /** The utterance up to `speechPadMs` after its last speech; the next one is another. */
  take(): Int16Array {
    const last = this.#view?.segment?.end
    const { position } = this.#recorder
    const pad = this.#samples(this.#options.vad.speechPadMs)
    const end = last === undefined ? position : this.#listener.positionOf(last) + pad
    const utterance = this.#recorder.read(Math.min(position, Math.round(end)))
    this.#recorder.end()
    this.beginAnew()
    return utterance
  }

  /** What was said so far is not the beginning of what comes. */
  beginAnew(): void {
    this.#listener.beginAnew()
    this.#view = this.#view && { ...this.#view, segment: null }
  }

  /** How long ago the first (or the last) speech of the present stretch was, ms; null when there is none. */
  ago(which: 'start' | 'end'): number | null {
    const moment = this.#view?.segment?.[which]
    if (moment === undefined) return null
    return ((this.#recorder.position - this.#listener.positionOf(moment)) * 1000) / this.#options.sampleRate
  }

  /** The newest window's sound. */
  newest(): Int16Array {
    return this.#recorder.readFrom(this.#recorder.position - Math.round(this.#samples(this.windowMs)))
  }

  /** For `determinePause`. */
  appState(responding: boolean): AppState {
    const recorder = this.#recorder
    const samplingRate = this.#options.sampleRate
    const view = this.#view
    return {
      get stream() {
        return recorder.read()
      },
      samplingRate,
      startedTalking: true,
      responding,
      probability: view?.probability ?? 0,
      score: view?.score ?? 0,
      silence: this.ago('end') ?? 0,
      duration: (1000 * recorder.length) / samplingRate,
    }
  }

  #samples(ms: number): number {
    return (ms * this.#options.sampleRate) / 1000
  }
}

/** Whether an utterance is over, by the options. */
export function isPause(state: AppState, algo: AlgoOptions, vad: SileroVadOptions): boolean {
  if (state.score < algo.speechThreshold) return true
  if (state.duration >= algo.maxContinuousSpeechS * 1000) return true
  return state.duration >= vad.maxSpeechDurationS * 1000 && state.silence >= SHORT_GAP
}
