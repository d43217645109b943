import { useEffect, useMemo, useRef } from 'react'
import type { StatsSlice } from '../../contract/stats'
import { useBench } from '../app/bench-context'
import type { PolledState } from '../inspector/polled'
import { usePolled } from '../inspector/use-polled'
import type { Client } from '../state/client'
import { paces } from './stat-reporter'
import { rangeFor, type StatsView } from './stats-view'

const EVERY_MS = { fine: 200, other: 1000 } as const

/** What both ends of a session's connection measure, kept up to date; while it is looked at closely, the window measures more often. */
export function useStats(sessionId: string | null, view: StatsView): PolledState<StatsSlice> {
  const { inspector } = useBench()
  const endUs = useRef(0)
  const ask = useMemo(
    () => async (client: Client, id: string) => {
      const value = await client.request('journal.stats', { sessionId: id, ...rangeFor(view, endUs.current) })
      const isGrown = view === 'all' && endUs.current === 0
      endUs.current = value.endUs
      return { value, complete: value.complete && !isGrown }
    },
    [view],
  )
  const isFine = view === 'fine'
  useEffect(() => {
    inspector.statPace.set(isFine ? paces.close : paces.usual)
    return () => inspector.statPace.set(paces.usual)
  }, [inspector, isFine])
  return usePolled(sessionId, ask, isFine ? EVERY_MS.fine : EVERY_MS.other)
}
