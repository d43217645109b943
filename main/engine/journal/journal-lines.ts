import { z } from 'zod'
import { rowKinds } from '../../../contract/journal'
import type { StoredRow } from './filter-views'

/** Whose journal a file is: its first line. */
export const journalHeadSchema = z.object({
  sessionId: z.string().regex(/^[\w-]{1,100}$/),
  handlerId: z.string(),
  handlerVersion: z.number().int().min(0),
  /** ms since the epoch. */
  openedAt: z.number(),
})
export type JournalHead = z.infer<typeof journalHeadSchema>

const positionSchema = z.object({ file: z.string(), line: z.number(), column: z.number() })

const rowSchema = z.object({
  n: z.number().int().min(0),
  atUs: z.number(),
  kind: z.enum(rowKinds),
  direction: z.enum(['in', 'out']).nullable(),
  type: z.string().nullable(),
  sizeBytes: z.number().int().min(0),
  text: z.string(),
  position: positionSchema.nullable(),
})

/** A head or a row as one line of a journal file. */
export function toLine(value: JournalHead | StoredRow): string {
  return `${JSON.stringify(value)}\n`
}

/** The row in `line`; null for a head, and for a line that was torn or damaged. */
export function parseRow(line: string): StoredRow | null {
  try {
    return rowSchema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
