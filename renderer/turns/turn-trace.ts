import type { SpeechReport, TurnEvent, TurnEventName } from '../../contract/turns'
import { WAVEFORM_MS } from '../media/level-feed'

export type TurnBandKind = 'you' | 'waiting' | 'reply'

/** A stretch of the conversation; session clock, ms. */
export interface TurnBand {
  readonly kind: TurnBandKind
  readonly from: number
  /** null = it goes on. */
  readonly to: number | null
}

export interface TurnMark {
  readonly kind: 'interrupted' | 'stopword'
  readonly at: number
  readonly detail: string | null
}

export type TurnPhase = 'listening' | 'speaking' | 'waiting' | 'replying' | 'interrupted'

/** How long the last turn took, ms; null = not known. */
export interface TurnTimes {
  /** From the last sound of the person's speech until the handler knew that they had stopped. */
  readonly endOfTurn: number | null
  /** From there to the first sound of the reply. */
  readonly firstSound: number | null
}

type Answer = 'waiting' | 'reply' | 'none'

interface TurnStep {
  readonly you?: 'begins' | 'ends'
  /** What the handler's row shows from then on. */
  readonly answer?: Answer
  readonly mark?: TurnMark['kind']
  readonly phase: (phase: TurnPhase) => TurnPhase
}

const steps: { readonly [N in TurnEventName]: TurnStep } = {
  // That the person speaks is what interrupted: the more telling word stays.
  started_talking: { you: 'begins', phase: (phase) => (phase === 'interrupted' ? phase : 'speaking') },
  pause_detected: { you: 'ends', answer: 'waiting', phase: () => 'waiting' },
  stopword: { mark: 'stopword', phase: (phase) => phase },
  response_starting: { answer: 'reply', phase: () => 'replying' },
  interrupted: { answer: 'none', mark: 'interrupted', phase: () => 'interrupted' },
  response_finished: {
    answer: 'none',
    // The person may speak already, where a reply cannot be interrupted.
    phase: (phase) => (phase === 'speaking' || phase === 'interrupted' ? phase : 'listening'),
  },
}

/** What is kept beyond what is visible, ms: reports come late, and about what has passed. */
const SLACK_MS = 2000
export const TRACE_MS = WAVEFORM_MS + SLACK_MS
/** More of either does not fit into {@link TRACE_MS}, unless a handler reports nonsense. */
const MAX_BANDS = 500
const MAX_REPORTS = 500

/** Bands of one row: one after the other, at most the last one open. */
class BandRow {
  #bands: TurnBand[] = []

  get bands(): readonly TurnBand[] {
    return this.#bands
  }

  open(kind: TurnBandKind, at: number): void {
    this.close(at)
    const before = this.#bands.at(-1)?.to ?? at
    this.#bands.push({ kind, from: Math.max(at, before), to: null })
    if (this.#bands.length > MAX_BANDS) this.#bands.shift()
  }

  close(at: number): void {
    const last = this.#bands.at(-1)
    if (last?.to === null) this.#bands[this.#bands.length - 1] = { ...last, to: Math.max(last.from, at) }
  }

  forgetBefore(time: number): void {
    this.#bands = this.#bands.filter(({ to }) => to === null || to >= time)
  }
}

/**
 * The last seconds of a conversation as the lane draws them. Times of the session's clock are put on the window's by
 * the smallest delay seen: nothing can arrive before it happens, and some of it arrives at once.
 */
export class TurnTrace {
  #you = new BandRow()
  #answer = new BandRow()
  #marks: TurnMark[] = []
  #speech: SpeechReport[] = []
  #offset: number | null = null
  #newest = Number.NEGATIVE_INFINITY
  #pausedAt: number | null = null
  #times: TurnTimes | null = null
  #phase: TurnPhase = 'listening'
  #revision = 0

  /** Raised by every change. */
  get revision(): number {
    return this.#revision
  }

  get phase(): TurnPhase {
    return this.#phase
  }

  /** Of the last turn that ended; null before the first. */
  get times(): TurnTimes | null {
    return this.#times
  }

  get you(): readonly TurnBand[] {
    return this.#you.bands
  }

  get answer(): readonly TurnBand[] {
    return this.#answer.bands
  }

  get marks(): readonly TurnMark[] {
    return this.#marks
  }

  get speech(): readonly SpeechReport[] {
    return this.#speech
  }

  /** What to add to a time of the session's clock to get the window's; null before anything came. */
  get offset(): number | null {
    return this.#offset
  }

  push(event: TurnEvent, arrivedAt: number): void {
    const { you, answer, mark, phase } = steps[event.name]
    const { at, detail } = event
    this.#phase = phase(this.#phase)
    if (you === 'begins') this.#you.open('you', event.soundAt ?? at)
    if (you === 'ends') this.#you.close(event.soundAt ?? at)
    if (answer === 'none') this.#answer.close(at)
    else if (answer) this.#answer.open(answer, at)
    if (mark) this.#marks = [...this.#marks, { kind: mark, at, detail }].slice(-MAX_BANDS)
    this.#measure(event)
    this.#saw(at, arrivedAt)
  }

  pushSpeech(report: SpeechReport, arrivedAt: number): void {
    if (report.probabilities.length === 0) return
    this.#speech = [...this.#speech, report].slice(-MAX_REPORTS)
    this.#saw(endOf(report), arrivedAt)
  }

  /** Nobody goes on with what is going on: another instance has taken over, or there is none. */
  settle(now: number): void {
    if (this.#offset === null) return
    const at = now - this.#offset
    this.#you.close(at)
    this.#answer.close(at)
    this.#pausedAt = null
    this.#phase = 'listening'
    this.#revision += 1
  }

  /** Forgets everything: another session has another clock. */
  reset(): void {
    this.#you = new BandRow()
    this.#answer = new BandRow()
    this.#marks = []
    this.#speech = []
    this.#offset = null
    this.#newest = Number.NEGATIVE_INFINITY
    this.#pausedAt = null
    this.#times = null
    this.#phase = 'listening'
    this.#revision += 1
  }

  #measure({ name, at, soundAt }: TurnEvent): void {
    if (name === 'pause_detected') {
      this.#pausedAt = at
      this.#times = { endOfTurn: soundAt === null ? null : at - soundAt, firstSound: null }
    } else if (name === 'response_starting' && this.#pausedAt !== null && this.#times) {
      this.#times = { ...this.#times, firstSound: at - this.#pausedAt }
      this.#pausedAt = null
    } else if (name === 'interrupted') this.#pausedAt = null
  }

  #saw(at: number, arrivedAt: number): void {
    this.#offset = Math.min(this.#offset ?? Number.POSITIVE_INFINITY, arrivedAt - at)
    this.#newest = Math.max(this.#newest, at)
    this.#revision += 1
    const oldest = this.#newest - TRACE_MS
    this.#you.forgetBefore(oldest)
    this.#answer.forgetBefore(oldest)
    this.#marks = this.#marks.filter((mark) => mark.at >= oldest)
    this.#speech = this.#speech.filter((report) => endOf(report) >= oldest)
  }
}

/** When the last window of a report ended. */
export const endOf = ({ from, step, probabilities }: SpeechReport): number =>
  from + step * (probabilities.length - 1)
