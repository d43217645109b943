import { useMemo } from 'react'
import type { SessionEntry } from '../../contract/state'
import { useBench, useCall, useMirror, useWindow } from '../app/bench-context'
import { isActive } from '../call/call-state'
import { doorLooks } from '../sessions/session-words'

/** The session whose journal is shown: the one that was picked while it is there, else this window's newest. */
export function useShownSession(): string | null {
  const own = useCall((state) => state.sessionId)
  const picked = useWindow((state) => state.chosenSessionId)
  const isThere = useMirror(({ bench }) => picked !== null && bench.sessions[picked] !== undefined)
  return isThere ? picked : own
}

export interface SessionChoice {
  readonly value: string
  readonly label: string
}

export function sessionLabel(
  session: Pick<SessionEntry, 'handlerId' | 'status' | 'openedAt' | 'client'>,
  title: string | undefined,
): string {
  const { handlerId, status, openedAt, client } = session
  const time = new Date(openedAt).toLocaleTimeString('en-GB')
  const door = client.door === 'window' ? null : doorLooks[client.door].word
  return [title ?? handlerId, door, time, isActive(status) && 'live'].filter(Boolean).join(' · ')
}

/** All sessions that the engine knows, also those of other clients, newest first. */
export function useSessionChoices(): readonly SessionChoice[] {
  const sessions = useMirror(({ bench }) => bench.sessions)
  const handlers = useMirror(({ bench }) => bench.handlers)
  return useMemo(
    () =>
      Object.values(sessions)
        .sort((a, b) => b.openedAt - a.openedAt)
        .map((session) => ({
          value: session.id,
          label: sessionLabel(session, handlers[session.handlerId]?.manifest?.title),
        })),
    [sessions, handlers],
  )
}

/** Shows another session's journal. */
export function usePickSession(): (sessionId: string) => void {
  const { window } = useBench()
  const own = useCall((state) => state.sessionId)
  return (sessionId) => window.setState({ chosenSessionId: sessionId === own ? null : sessionId })
}
