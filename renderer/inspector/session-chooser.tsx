import { useMemo } from 'react'
import { useMirror } from '../app/bench-context'
import { Select } from '../design/select'
import { usePickSession } from '../messages/use-shown-session'
import { groupSessions } from './session-groups'

/** Whose rows are shown; those of earlier runs too. */
export function SessionChooser({ sessionId }: { readonly sessionId: string | null }) {
  const sessions = useMirror(({ bench }) => bench.sessions)
  const handlers = useMirror(({ bench }) => bench.handlers)
  const pick = usePickSession()
  const groups = useMemo(
    () =>
      groupSessions(Object.values(sessions), (id) => handlers[id]?.manifest?.title, {
        startedAt: performance.timeOrigin,
        now: Date.now(),
      }),
    [sessions, handlers],
  )
  if (groups.length === 0) return null
  // Nothing was begun in this window yet: it can still be looked back.
  const value = sessionId !== null && sessions[sessionId] ? sessionId : ''
  return (
    <Select label="Session" value={value} groups={groups} placeholder="Earlier sessions" onChange={pick} />
  )
}
