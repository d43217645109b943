import { useEffect, useState } from 'react'
import { useBench, useMirror } from '../app/bench-context'
import type { Client } from '../state/client'
import { createPolled, type PolledAnswer, type PolledState } from './polled'

const later = (work: () => void, ms: number) => {
  const timer = setTimeout(work, ms)
  return () => clearTimeout(timer)
}

const nothing = { value: null, complete: false, error: null }

/**
 * What `ask` gives for a session, kept up to date while its journal grows; `ask` stays the same function as long as the
 * same is asked for. Of no session nothing is asked, and nothing new while the inspector is paused.
 */
export function usePolled<T>(
  sessionId: string | null,
  ask: (client: Client, sessionId: string) => Promise<PolledAnswer<T>>,
  everyMs: number,
): PolledState<T> {
  const { client, inspector } = useBench()
  const [state, setState] = useState<PolledState<T>>(nothing)
  // After the end of an engine the next one may know the session, too.
  const isThere = useMirror(
    ({ bench, link }) =>
      link === 'following' && sessionId !== null && bench.sessions[sessionId] !== undefined,
  )
  useEffect(() => {
    setState(nothing)
    if (sessionId === null || !isThere) return
    const polled = createPolled({ ask: () => ask(client, sessionId), later, everyMs })
    let isHeldBack = false
    const again = () => {
      isHeldBack = inspector.paused.get()
      if (!isHeldBack) polled.again()
    }
    const endNews = client.on('journal.grew', (grown) => grown.sessionId === sessionId && again())
    const endPause = inspector.paused.subscribe(() => isHeldBack && again())
    const endState = polled.state.subscribe(() => setState(polled.state.get()))
    return () => {
      endNews()
      endPause()
      endState()
      polled.close()
    }
  }, [client, inspector, sessionId, isThere, ask, everyMs])
  return state
}
