import { z } from 'zod'

/** How much of what passes is kept on the disk; beyond it the oldest makes room, and rows say how many are gone. */
export const journalLimitsSchema = z.strictObject({
  /** Rows of one session, MB. */
  sessionRowsMb: z.number().int().min(16).max(16_384),
  /** Packets and binary messages of one session, MB. */
  sessionBytesMb: z.number().int().min(16).max(16_384),
  /** All sessions together, MB. */
  diskMb: z.number().int().min(64).max(262_144),
  /** How many sessions. */
  sessions: z.number().int().min(1).max(10_000),
})
export type JournalLimits = z.infer<typeof journalLimitsSchema>

export const standardJournalLimits: JournalLimits = {
  sessionRowsMb: 256,
  sessionBytesMb: 256,
  diskMb: 2048,
  sessions: 200,
}

/** What a person chose for the whole app. */
export const preferencesSchema = z.strictObject({
  /** The command that opens files, as `code` or `/usr/bin/subl -n`; null = the editor that runs, else the system's program. */
  editor: z.string().trim().min(1).max(1000).nullable(),
  journal: journalLimitsSchema,
})
export type Preferences = z.infer<typeof preferencesSchema>

export const standardPreferences: Preferences = { editor: null, journal: standardJournalLimits }
