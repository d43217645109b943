import { z } from 'zod'
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

/**
 * Where the time goes that a person at the client's end notices, from their last sound until they hear the answer, in this order:
 * - `capture`: until the sound was in the browser, as the device says;
 * - `uplink`: until it was at the handler's end: encoding, network, waiting for packets;
 * - `endOfTurn`, `handler`, `output` as in {@link LatencyPart};
 * - `downlink`: half of the round trip;
 * - `buffer`: what the client's jitter buffer held it back;
 * - `playout`: until the output device played it, as the browser estimates it;
 * - `unexplained`: what was measured beyond that.
 */
export const heardParts = [
  ...(['capture', 'uplink', 'endOfTurn', 'handler', 'output'] as const),
  ...(['downlink', 'buffer', 'playout', 'unexplained'] as const),
] as const
export type HeardPart = (typeof heardParts)[number]

/** A turn as the client's end heard it, measured in the sound that it sent and received. */
export interface HeardLatency {
  readonly totalMs: number
  /** ms; they add up to the total. */
  readonly parts: { readonly [P in HeardPart]: number }
}

const ms = z.number().min(-1e12).max(1e12)
const delayMs = z.number().min(0).max(60_000)
/** What a client tells of one turn: times on the session's clock, delays that only its end knows; ms. */
export const heardTurnSchema = z.strictObject({
  /** The last sound of the person, and the first of the answer, as they passed in the client. */
  ...{ fromMs: ms, toMs: ms },
  /** From the microphone to there, and from there to the loudspeaker. */
  ...{ captureMs: delayMs, playoutMs: delayMs },
  ...{ bufferMs: delayMs, rttMs: delayMs },
})
export type HeardTurn = z.infer<typeof heardTurnSchema>

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
  /** null where the client's end does not tell. */
  readonly heard: HeardLatency | null
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
  /** Of the turns that the client's end told of; null = of none. */
  readonly heard: {
    readonly total: Spread
    readonly parts: { readonly [P in HeardPart]: Spread }
  } | null
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
