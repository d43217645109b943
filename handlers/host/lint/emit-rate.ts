import { type Complaint, seconds } from './complaint'
import { InputFlow } from './input-flow'
import { SoundClock } from './sound-clock'

/** After a longer time without a block the next one begins anew, ms. */
const STEADY = 250
/** A longer gap is a pause that is meant, ms; nobody means shorter ones. */
const PAUSE = 60
const SECOND = 1000
/** Seconds in which sound must be missing, and the least of it: 4 %. */
const SLOW_SECONDS = 5
const SLOW_MISSING = 0.04 * SLOW_SECONDS * SECOND
const SLOW_GAPS = 20
/** Seconds in which the backlog must grow, and the least it must have grown to, ms. */
const FAST_SECONDS = 10
const FAST_AHEAD = 5000
/** Sound for each ms that is too much; more than the second is no live source but a reply that is made faster. */
const FAST_RATIO = 1.04
const LIVE_RATIO = 2.5
/** Spread of the times between the blocks of a live source, in parts of their mean. */
const REGULAR = 0.35
const SHORTEST_INTERVAL = 4

/** One second of emission. */
interface Second {
  /** Sound emitted, ms. */
  ms: number
  gaps: number
  gapMs: number
  /** Longest and shortest block, ms. */
  longest: number
  shortest: number
  /** Times between blocks: how many, their sum and the sum of their squares. */
  intervals: number
  intervalSum: number
  intervalSquares: number
  /** Backlog at its end, ms. */
  ahead: number
}

/** Finds sound that is emitted slower, or steadily faster, than it is played. */
export class EmitRate {
  readonly #input = new InputFlow()
  readonly #clock = new SoundClock()
  readonly #told = new Set<'slow' | 'fast'>()
  #lastAt = Number.NEGATIVE_INFINITY
  /** Seconds since emission became steady; the last of them is not over. */
  #seconds: Second[] = []
  #secondBegan = 0

  received(at: number, ms: number): void {
    this.#input.received(at, ms)
  }

  /** A block that plays for `ms` is emitted at `at`. `wasHeldUp`: the machine kept the thread from its work. */
  emitted(at: number, ms: number, wasHeldUp: () => boolean): Complaint | null {
    const gap = this.#clock.add(at, ms)
    if (at - this.#lastAt > STEADY || gap > PAUSE || this.#seconds.length === 0) this.#beginAnew(at)
    const complaint = at - this.#secondBegan >= SECOND ? this.#endSecond(at, wasHeldUp) : null
    this.#note(at, ms, gap)
    return complaint
  }

  /** What was to be played is dropped. */
  cleared(): void {
    this.#clock.clear()
    this.#seconds = []
  }

  #beginAnew(at: number): void {
    this.#seconds = [newSecond()]
    this.#secondBegan = at
    this.#lastAt = at
  }

  #note(at: number, ms: number, gap: number): void {
    const second = this.#seconds.at(-1)
    if (!second) return
    const interval = at - this.#lastAt
    this.#lastAt = at
    second.ms += ms
    second.longest = Math.max(second.longest, ms)
    second.shortest = Math.min(second.shortest, ms)
    second.ahead = this.#clock.ahead(at)
    second.intervals++
    second.intervalSum += interval
    second.intervalSquares += interval * interval
    if (gap > 0) {
      second.gaps++
      second.gapMs += gap
    }
  }

  #endSecond(at: number, wasHeldUp: () => boolean): Complaint | null {
    this.#secondBegan = at
    const complaint = this.#judgeSlow(at, wasHeldUp) ?? this.#judgeFast(at)
    this.#seconds = [...this.#seconds.slice(1 - FAST_SECONDS), newSecond()]
    return complaint
  }

  #judgeSlow(at: number, wasHeldUp: () => boolean): Complaint | null {
    const last = this.#seconds.slice(-SLOW_SECONDS)
    if (this.#told.has('slow') || last.length < SLOW_SECONDS) return null
    const missing = sum(last, ({ gapMs }) => gapMs)
    if (missing <= SLOW_MISSING || sum(last, ({ gaps }) => gaps) < SLOW_GAPS) return null
    if (!this.#input.isWhole(at) || wasHeldUp()) return null
    this.#told.add('slow')
    const span = SLOW_SECONDS * SECOND
    return {
      message: `emit gave only ${seconds(span - missing)} of sound in ${seconds(span)}: it plays with gaps`,
      hint: 'Timers run late: count the samples emitted and emit what is due by this.loop.time(), or return null and be called on each tick.',
    }
  }

  #judgeFast(at: number): Complaint | null {
    const last = this.#seconds.slice(-FAST_SECONDS)
    if (this.#told.has('fast') || last.length < FAST_SECONDS) return null
    const ahead = this.#clock.ahead(at)
    if (ahead < FAST_AHEAD || !grows(last) || !isLiveCadence(last) || !this.#input.isLive(at)) return null
    this.#told.add('fast')
    const ratio = sum(last, ({ ms }) => ms) / sum(last, ({ intervalSum }) => intervalSum)
    return {
      message: `emit gives ${ratio.toFixed(2)} times the sound that can be played: ${seconds(ahead)} wait by now, and ever more`,
      hint:
        ratio > 1.9
          ? "Look for a sample rate that is too low, or for stereo samples without 'stereo' as the layout."
          : 'Emit as many samples as time has passed by this.loop.time(), or let the tick call a synchronous emit.',
    }
  }
}

function newSecond(): Second {
  return {
    ms: 0,
    gaps: 0,
    gapMs: 0,
    longest: 0,
    shortest: Number.POSITIVE_INFINITY,
    intervals: 0,
    intervalSum: 0,
    intervalSquares: 0,
    ahead: 0,
  }
}

function sum(seconds: readonly Second[], value: (second: Second) => number): number {
  return seconds.reduce((total, second) => total + value(second), 0)
}

function grows(seconds: readonly Second[]): boolean {
  return seconds.every((second, n) => n === 0 || second.ahead > (seconds[n - 1]?.ahead ?? 0))
}

/** Blocks of one length at regular times, only somewhat too many: no reply that is made in one go. */
function isLiveCadence(seconds: readonly Second[]): boolean {
  const longest = Math.max(...seconds.map((second) => second.longest))
  const shortest = Math.min(...seconds.map((second) => second.shortest))
  const count = sum(seconds, ({ intervals }) => intervals)
  const elapsed = sum(seconds, ({ intervalSum }) => intervalSum)
  const mean = elapsed / count
  const deviation = Math.sqrt(Math.max(0, sum(seconds, (s) => s.intervalSquares) / count - mean * mean))
  const ratio = sum(seconds, ({ ms }) => ms) / elapsed
  if (longest > shortest * 1.1 || mean < SHORTEST_INTERVAL || deviation > mean * REGULAR) return false
  return ratio > FAST_RATIO && ratio <= LIVE_RATIO
}
