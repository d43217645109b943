/** A part of the sound of a session, to be heard or looked at closely. */
import { z } from 'zod'

/** At once, ms: 23 MB. */
export const LONGEST_SOUND_MS = 120_000

export const soundPartSchema = z
  .strictObject({
    /** What the client sent (`in`), or the handler (`out`). */
    side: z.enum(['in', 'out']),
    /** ms on the session's clock. */
    fromMs: z.number().min(0).max(1e12),
    toMs: z.number().min(0).max(1e12),
  })
  .refine(({ fromMs, toMs }) => toMs > fromMs && toMs - fromMs <= LONGEST_SOUND_MS, {
    message: `must be between 0 and ${LONGEST_SOUND_MS / 1000} s long`,
  })

/** Decoded from the packets as they were sent, lost ones concealed; silence where nothing was sent. */
export interface SessionSound {
  /** Hz. */
  readonly sampleRate: number
  readonly channels: number
  /** Where it begins, ms on the session's clock. */
  readonly fromMs: number
  /** Interleaved. */
  readonly samples: Int16Array
}
