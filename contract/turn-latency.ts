import type { Spread } from './budget'

/** Where the time between a person's last word and the first sound of the answer goes, in this order. */
export const latencyParts = ['endOfTurn', 'handler', 'output', 'unexplained'] as const
/**
 * - `endOfTurn`: from the end of the speech, as the detector has it, until it was sure that the person had finished;
 * - `handler`: from then until the handler emitted the first sound of its reply;
 * - `output`: from then until the first sound that can be heard was sent;
 * - `unexplained`: what the waveforms say beyond that, in most cases because speech ended earlier or later than the detector has it.
 */
export type LatencyPart = (typeof latencyParts)[number]

/** One answered turn of a session. */
export interface TurnLatency {
  /** Session clock, µs: the last sound of the person's speech, in its waveform; without one, as the detector has it. */
  readonly fromUs: number
  /** The first sound of the answer that can be heard, as it was sent. */
  readonly toUs: number
  /** ms from one to the other. */
  readonly totalMs: number
  /** ms; they add up to the total. Each may be negative where two say different things. */
  readonly parts: { readonly [P in LatencyPart]: number }
  /** Of the handler; null where that is not known. */
  readonly version: number | null
}

/** One reply that was cut off. */
export interface BargeIn {
  /** The first sound of the person's speech. */
  readonly fromUs: number
  /** From when on nothing of the reply was sent any more. */
  readonly toUs: number
  readonly ms: number
}

/** The turns of one version of the handler, or of all. */
export interface LatencySummary {
  readonly version: number | null
  readonly total: Spread
  readonly parts: { readonly [P in LatencyPart]: Spread }
}

export interface TurnLatencies {
  /** The newest ones, oldest first. */
  readonly turns: readonly TurnLatency[]
  /** Of all of them first; of each version where there were several, the newest first. */
  readonly summaries: readonly LatencySummary[]
  readonly bargeIns: { readonly newest: readonly BargeIn[]; readonly ms: Spread | null }
  /** Replies without any sound that could be heard. */
  readonly silentReplies: number
  readonly complete: boolean
}
