/** What the window draws on the time axis of a session. */
import { z } from 'zod'

/** More are never drawn side by side. */
export const MOST_COLUMNS = 4000

/** Which part of a session is looked at: `columns` of `columnUs` each, from `fromUs` on the session's clock, µs. */
export const timelineRangeSchema = z.strictObject({
  fromUs: z.number().min(-1e15).max(1e15),
  columnUs: z.number().min(1).max(1e13),
  columns: z.number().int().min(1).max(MOST_COLUMNS),
})
export type TimelineRange = z.infer<typeof timelineRangeSchema>

/**
 * What a lane is of:
 * - `sound in`, `sound out`: the lowest and the highest sample, -1..1;
 * - `speech`: how likely it was, 0..1;
 * - `call METHOD`, `call other` for those that are called now and then: the highest share of its time that a call took that ran then, 1 = all; 0 = there was no limit to it;
 * - `queue NAME`: how full it was, 0..1;
 * - `messages in`, `messages out`: how many; `lost in`, `lost out`: packets that are missing.
 */
export type TimelineLaneId = `${'sound' | 'call' | 'queue' | 'messages' | 'lost'} ${string}` | 'speech'

/** What belongs together in columns of time. */
export interface Lane<Id extends string> {
  readonly id: Id
  /** One for each column; NaN = nothing was there. */
  readonly values: Float32Array
  /** Of sound, beside the highest in `values`. */
  readonly lows: Float32Array | null
}
export type TimelineLane = Lane<TimelineLaneId>

export interface TimelineSlice {
  readonly range: TimelineRange
  readonly lanes: readonly TimelineLane[]
  /** When the newest row was, µs; 0 = there is none. */
  readonly endUs: number
  /** False while older rows are still being looked at: ask again. */
  readonly complete: boolean
}
