import { useEffect, useRef, useState } from 'react'
import type { TimelineSlice } from '../../contract/timeline'
import { useBench, useMirror } from '../app/bench-context'
import { createPolled, type PolledState } from '../inspector/polled'
import { later } from '../messages/journal-query'
import { lengthOf, type TimeSpan } from './time-view'
import type { TimelineStore } from './timeline-store'

/** Between two answers, ms: what is new is in sight within two frames of an eye. */
const EVERY_MS = 100
/** Beside what is in sight, so that a small move shows something at once: parts of the view. */
const MARGIN = 0.25
/** A column for each CSS px is as close as an eye sees. */
const COLUMNS = 1200

const nothing: PolledState<TimelineSlice> = { value: null, complete: false, error: null }

/** What to ask for: the view and some more at both sides, whole µs. */
export function rangeFor(view: TimeSpan) {
  const length = lengthOf(view) * (1 + 2 * MARGIN)
  const columnUs = Math.max(1, Math.round(length / COLUMNS))
  // On a grid of their own length columns stay what they are while the view moves.
  const fromUs = Math.floor((view.fromUs - lengthOf(view) * MARGIN) / columnUs) * columnUs
  return { fromUs, columnUs, columns: COLUMNS }
}

/** The part of a session that is in sight, kept up to date while its journal grows and the view moves. */
export function useSlice(sessionId: string | null, store: TimelineStore): PolledState<TimelineSlice> {
  const { client, inspector } = useBench()
  const [state, setState] = useState(nothing)
  const isThere = useMirror(
    ({ bench, link }) =>
      link === 'following' && sessionId !== null && bench.sessions[sessionId] !== undefined,
  )
  const heldBack = useRef(false)
  useEffect(() => {
    setState(nothing)
    if (sessionId === null || !isThere) return
    const ask = async () => {
      const value = await client.request('journal.timeline', {
        sessionId,
        ...rangeFor(store.getState().view),
      })
      return { value, complete: value.complete }
    }
    const polled = createPolled({ ask, later, everyMs: EVERY_MS })
    const ends = [
      client.on('journal.grew', (grown) => {
        if (grown.sessionId !== sessionId) return
        heldBack.current = inspector.paused.get()
        if (!heldBack.current) polled.again()
      }),
      inspector.paused.subscribe(() => !inspector.paused.get() && heldBack.current && polled.again()),
      store.subscribe((now, before) => {
        if (now.view !== before.view) polled.again()
      }),
      polled.state.subscribe(() => {
        const next = polled.state.get()
        setState(next)
        if (next.value && store.getState().sessionId === sessionId) store.setEnd(next.value.endUs)
      }),
    ]
    return () => {
      for (const end of ends) end()
      polled.close()
    }
  }, [client, inspector, sessionId, isThere, store])
  return state
}
