import { BLOCK_MS } from '../../../contract/media'

/** All in ms, but `minShare`. */
export interface BacklogTrimOptions {
  /** Over how long the handler's rhythm is watched. 1,000 if left out. */
  readonly window?: number
  /** The share of input that must have been answered one to one for the handler to be live. 0.9 if left out. */
  readonly minShare?: number
  /** How far an answer's length may be from its input's. 2 if left out. */
  readonly tolerance?: number
  /** The backlog from which on it is too much: below it is what an uneven machine needs. 60 if left out. */
  readonly limit?: number
  /** How long the backlog must have stayed above `limit`. 500 if left out. */
  readonly patience?: number
}

/**
 * Finds out that a live handler (an echo, an effect, a translator that answers block by block) plays late because of a
 * stall that is over: everything it said meanwhile still waits in the pacer and would do so for ever. A reply emitted
 * in bulk or at its own rhythm is meant to wait, and is never cut. Times are ms on the engine's clock.
 */
export interface BacklogTrim {
  /** An input block of `duration` that arrived at `arrivedAt` went to the handler. */
  noteInput(duration: number, arrivedAt: number): void
  /**
   * The handler emitted `duration` in answer to the latest input at or before `answers`: the `cause` of its report, which
   * also tells apart what a handler answers late, or simply now if the cause is not known.
   */
  noteOutput(duration: number, answers: number): void
  /** How many 20 ms blocks to cut now, mostly 0: as many as always waited. Call it on every emission or tick with what the pacer holds. */
  blocksToCut(queuedMs: number, now: number): number
}

/** Inputs that arrived together, and what answered them. */
interface Exchange {
  readonly firstAt: number
  lastAt: number
  inputs: number
  inputMs: number
  outputs: number
  outputMs: number
  equalLengths: boolean
}

/** Inputs closer than this came in one burst: which of them an answer belongs to is left open. */
const BURST_GAP = BLOCK_MS / 2
/** Answers to the newest input may still be on their way. */
const ANSWER_TIME = 100

function isOneToOne({ inputs, outputs, equalLengths }: Exchange): boolean {
  return inputs === outputs && equalLengths
}

function sumOf(exchanges: readonly Exchange[], amount: (exchange: Exchange) => number): number {
  return exchanges.reduce((sum, exchange) => sum + amount(exchange), 0)
}

/** What was asked and answered in the last `window` ms. */
function createRhythm(window: number, minShare: number, tolerance: number) {
  let exchanges: Exchange[] = []

  return {
    noteInput(duration: number, arrivedAt: number): void {
      const last = exchanges.at(-1)
      if (last && arrivedAt - last.lastAt < BURST_GAP) {
        last.lastAt = arrivedAt
        last.inputs += 1
        last.inputMs += duration
        return
      }
      const fresh = { inputs: 1, inputMs: duration, outputs: 0, outputMs: 0, equalLengths: true }
      exchanges.push({ firstAt: arrivedAt, lastAt: arrivedAt, ...fresh })
    },
    noteOutput(duration: number, answers: number): void {
      const exchange = exchanges.findLast(({ firstAt }) => firstAt <= answers)
      if (!exchange) return
      exchange.outputs += 1
      exchange.outputMs += duration
      if (Math.abs(duration - exchange.inputMs / exchange.inputs) > tolerance) exchange.equalLengths = false
    },
    isLive(now: number): boolean {
      exchanges = exchanges.filter(({ lastAt }) => lastAt > now - window)
      const settled = exchanges.filter(({ lastAt }) => lastAt <= now - ANSWER_TIME)
      const asked = sumOf(settled, ({ inputMs }) => inputMs)
      const surplus =
        sumOf(exchanges, ({ outputMs }) => outputMs) * minShare > sumOf(exchanges, (e) => e.inputMs)
      const answered = sumOf(settled.filter(isOneToOne), ({ inputMs }) => inputMs)
      return asked >= window / 2 && !surplus && answered >= asked * minShare
    },
  }
}

/** The lowest level of the backlog since it last went above `limit`. */
function createLowWater(limit: number, patience: number) {
  let aboveSince: number | null = null
  let lowest = Number.POSITIVE_INFINITY

  function reset(): void {
    aboveSince = null
    lowest = Number.POSITIVE_INFINITY
  }

  return {
    reset,
    /** The lowest level if it was at least `limit` for `patience`, else null. */
    note(queuedMs: number, now: number): number | null {
      if (queuedMs < limit) {
        reset()
        return null
      }
      aboveSince ??= now
      lowest = Math.min(lowest, queuedMs)
      return now - aboveSince >= patience ? lowest : null
    },
  }
}

export function createBacklogTrim(options: BacklogTrimOptions = {}): BacklogTrim {
  const { window = 1_000, minShare = 0.9, tolerance = 2, limit = 60, patience = 500 } = options
  const rhythm = createRhythm(window, minShare, tolerance)
  const lowWater = createLowWater(limit, patience)
  return {
    noteInput: rhythm.noteInput,
    noteOutput: rhythm.noteOutput,
    blocksToCut(queuedMs, now) {
      const lowest = lowWater.note(queuedMs, now)
      if (lowest === null || !rhythm.isLive(now)) return 0
      lowWater.reset()
      return Math.floor(lowest / BLOCK_MS)
    },
  }
}
