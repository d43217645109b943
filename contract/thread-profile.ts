/** Who had the handler's thread, over some seconds: the author's lines, by how long they ran. */
import { z } from 'zod'

/** Longer is not looked at once, ms. */
export const LONGEST_PROFILE_MS = 30_000

const placeSchema = z.object({
  position: z.object({ file: z.string(), line: z.number(), column: z.number() }),
  /** As V8 calls it; empty = it has no name. */
  functionName: z.string(),
  /** How long it ran. */
  ms: z.number(),
  /** `line`: this line itself; `called`: what the function that begins there called, in packages, in Node or in the kit. */
  what: z.enum(['line', 'called']),
})

export const threadProfileSchema = z.object({
  /** How long was looked, ms. */
  ms: z.number(),
  /** Of that in the author's code and in what it called. */
  authorMs: z.number(),
  /** In the host, the kit and Node, on their own account. */
  otherMs: z.number(),
  /** The places of the author's that ran longest; the longest first. */
  places: z.array(placeSchema),
})
export type ThreadProfile = z.infer<typeof threadProfileSchema>
export type ProfilePlace = ThreadProfile['places'][number]

/** What a `profile` row's text says; null where it is something else. */
export function readProfile(text: string): ThreadProfile | null {
  try {
    return threadProfileSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
