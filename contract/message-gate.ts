import { z } from 'zod'
import type { RowDirection } from './journal'

/** How long a message may be delayed, ms. */
const LONGEST_DELAY = 60_000
/** Rules of one session. */
const MOST_RULES = 50
/** A person cannot look at more; further messages pass. */
export const MOST_HELD = 100
/** Of a held message, UTF-16 units; a longer one can be let go or dropped, but not edited. */
export const HELD_TEXT_LENGTH = 16_000

export const messageRuleSchema = z.strictObject({
  id: z.string().min(1).max(100),
  direction: z.enum(['in', 'out', 'both']),
  /** Which messages, in the query language; blank = all. */
  query: z.string().max(1000),
  action: z.discriminatedUnion('do', [
    /** It waits until a person lets it go, edited or not, or drops it. */
    z.strictObject({ do: z.literal('hold') }),
    z.strictObject({ do: z.literal('delay'), ms: z.number().min(1).max(LONGEST_DELAY) }),
    z.strictObject({ do: z.literal('drop') }),
  ]),
  enabled: z.boolean(),
})

/** What is done to messages on their way between client and handler: the first rule that matches decides. */
export type MessageRule = z.infer<typeof messageRuleSchema>
export const messageRulesSchema = z.array(messageRuleSchema).max(MOST_RULES)

/** A message that waits for a person. */
export interface HeldMessage {
  /** Counts from 1 in a session. */
  readonly id: number
  readonly direction: RowDirection
  /** Its JSON `type`. */
  readonly type: string | null
  /** At most {@link HELD_TEXT_LENGTH}. */
  readonly text: string
  readonly isWhole: boolean
  /** ms since the epoch. */
  readonly heldAt: number
}

/** The gate that every message of a session passes. */
export interface MessageGateState {
  readonly rules: readonly MessageRule[]
  /** Oldest first. */
  readonly held: readonly HeldMessage[]
}

export const openGate: MessageGateState = { rules: [], held: [] }
