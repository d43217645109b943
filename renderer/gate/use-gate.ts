import { useStore } from 'zustand'
import type { SessionEntry } from '../../contract/state'
import { useBench, useMirror, useSignal } from '../app/bench-context'
import { isActive } from '../call/call-state'
import { useShownSession } from '../messages/use-shown-session'
import { activeRules, type RuleBookState } from './rule-book'

export const useRuleBook = <T>(select: (state: RuleBookState) => T): T =>
  useStore(useBench().inspector.ruleBook.store, select)

/** The shown session while messages pass in it. */
export function usePassingSession(): SessionEntry | null {
  const id = useShownSession()
  const session = useMirror(({ bench }) => bench.sessions[id ?? ''])
  return session && isActive(session.status) ? session : null
}

/** Whether the rules of this window hold in a session, or will. */
export type RuleForce =
  | 'none'
  /** There is no session now: they hold from the beginning of the next call. */
  | 'next call'
  | 'here'
  /** The session of somebody else, in which they do not hold. */
  | 'not here'

export function useRuleForce(session: SessionEntry | null): RuleForce {
  const count = useRuleBook(({ rules }) => activeRules(rules).length)
  const followed = useSignal(useBench().inspector.ruleBook.followed)
  if (count === 0) return 'none'
  if (!session) return 'next call'
  return followed.includes(session.id) ? 'here' : 'not here'
}
