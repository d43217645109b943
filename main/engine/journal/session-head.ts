import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { doors } from '../../../contract/state'

/** Whose journal a folder holds: its `session.json`. */
export const sessionHeadSchema = z.object({
  sessionId: z.string().regex(/^[\w-]{1,100}$/),
  handlerId: z.string(),
  handlerVersion: z.number().int().min(0),
  /** ms since the epoch. */
  openedAt: z.number(),
  client: z.object({ door: z.enum(doors), webrtcId: z.string(), address: z.string().nullable() }),
  /** How it ended; left out = it has not, or nobody was there to write it down. */
  end: z
    .object({ at: z.number(), status: z.enum(['closed', 'failed']), reason: z.string().nullable() })
    .optional(),
})
export type SessionHead = z.infer<typeof sessionHeadSchema>
export type SessionEnd = NonNullable<SessionHead['end']>

export function headFile(folder: string): string {
  return path.join(folder, 'session.json')
}

export function writeHead(folder: string, head: SessionHead): void {
  writeFileSync(headFile(folder), `${JSON.stringify(head, null, 2)}\n`, { mode: 0o600 })
}

/** null for a folder that is no session's, or whose head is damaged. */
export function readHead(folder: string): SessionHead | null {
  try {
    return sessionHeadSchema.safeParse(JSON.parse(readFileSync(headFile(folder), 'utf8'))).data ?? null
  } catch {
    return null
  }
}

/** Those of the folders in `dir` that are named as the session that they hold. */
export function readHeadsIn(dir: string): readonly SessionHead[] {
  return readdirSync(dir).flatMap((name) => {
    const head = readHead(path.join(dir, name))
    return head?.sessionId === name ? [head] : []
  })
}
