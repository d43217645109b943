import type { HandlerMethod } from '../../../contract/host'
import { type Complaint, seconds } from './complaint'

/** A thread that is held for longer is late with everything else, ms. */
const TOO_LONG = 500
/** Loading packages and models when the session begins is what that time is for, ms. */
const WARM_UP = 3000
/** Methods that are called while sound and pictures flow; the others may take their time. */
const live: readonly HandlerMethod[] = ['receive', 'emit', 'videoReceive', 'videoEmit', 'onMessage']
/** Waits in the kit raise the heartbeat ten times a second: more than this between two looks is one. */
const BEATS_OF_A_WAIT = 3

/** What the thread's own clocks say, now. */
export interface ThreadClock {
  /** ms. */
  readonly at: number
  /** ms that the thread's event loop was busy since the thread began. */
  readonly busy: number
  /** The heartbeat word, see `syncWord.heartbeat`. */
  readonly beats: number
}

export interface ReturnedCall {
  readonly method: HandlerMethod
  readonly at: number
  /** Time in which nothing else could run. */
  readonly ms: number
  /** The time was spent in the kit's code, or in a wait of ours. */
  readonly isKits: boolean
}

/** Finds code that keeps the thread to itself for so long that nothing else can be done in time. */
export class HeldThread {
  readonly #beganAt: number
  #last: ThreadClock
  #longestCall = 0

  constructor(now: ThreadClock) {
    this.#beganAt = now.at
    this.#last = now
  }

  /** A method gave back the thread, maybe with a promise of its outcome. */
  returned({ method, at, ms, isKits }: ReturnedCall): Complaint | null {
    this.#longestCall = Math.max(this.#longestCall, ms)
    if (ms < TOO_LONG || isKits || !live.includes(method)) return null
    // A message is an event of its own; what flows may load something with its first block.
    if (method !== 'onMessage' && at - this.#beganAt < WARM_UP) return null
    return {
      message: `${method} held the thread for more than ${seconds(TOO_LONG)}: nothing else ran meanwhile`,
      hint: 'Await what takes long instead of blocking, do it in small parts, or move it to a worker.',
    }
  }

  /** Looked at every `period` ms, as far as the thread lets it. */
  look(now: ThreadClock, period: number): Complaint | null {
    const last = this.#last
    const longestCall = this.#longestCall
    this.#last = now
    this.#longestCall = 0
    const late = now.at - last.at - period
    if (late < TOO_LONG || now.at - this.#beganAt < WARM_UP) return null
    // A method that held it was told of by name; a machine that slept was not busy; a wait of our own is meant.
    const isOther = longestCall < period && now.busy - last.busy >= TOO_LONG
    if (!isOther || now.beats - last.beats > BEATS_OF_A_WAIT) return null
    return {
      message: `Code after an await, or in a callback, held the thread for more than ${seconds(TOO_LONG)}: nothing else ran meanwhile`,
      hint: 'Do long work in small parts with an await between them, or move it to a worker.',
    }
  }
}
