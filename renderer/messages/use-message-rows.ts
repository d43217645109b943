import { useCallback, useMemo, useState } from 'react'
import { useBench, useSignal } from '../app/bench-context'
import type { QueryMode } from '../inspector/inspector-store'
import { useListCursor } from '../inspector/list-cursor'
import type { QueryCounts } from '../inspector/query-bar'
import { useInspector } from '../inspector/use-inspector'
import { useStable } from '../inspector/use-stable'
import type { JournalView } from './journal-view'
import { type AskedRows, isUsual, rowFilters } from './row-filter'
import { useJournalView, useRowCount } from './use-journal-view'
import { useMatchSteps } from './use-match-steps'

type Look = (first: number, last: number) => void

/** Types of rows that were in view, to be offered in queries. */
function useSeenTypes(view: JournalView, onLook: Look) {
  const [types, setTypes] = useState<readonly string[]>([])
  const look = useCallback<Look>(
    (first, last) => {
      onLook(first, last)
      const seen = new Set<string>()
      for (let index = first; index <= last; index += 1) {
        const type = view.row(index)?.type
        if (type) seen.add(type)
      }
      setTypes((before) => {
        const fresh = [...seen].filter((type) => !before.includes(type))
        return fresh.length > 0 ? [...before, ...fresh].sort() : before
      })
    },
    [view, onLook],
  )
  return { types, look }
}

/** The rows of a session that the kinds and the query let through, those among them that match, and the ways through both. */
export function useMessageRows(sessionId: string | null, { text, kinds }: AskedRows, mode: QueryMode) {
  const choice = useInspector((state) => state.choice)
  const paused = useSignal(useBench().inspector.paused)
  const filters = useMemo(() => rowFilters(choice, { text, kinds }), [choice, text, kinds])
  const base = useStable(filters.base)
  const hits = useStable(filters.hits)
  const isHighlight = mode === 'highlight'
  const isBlank = text.trim() === ''
  const shown = isBlank || isHighlight ? base : hits
  const { view, summary } = useJournalView(sessionId, shown, paused)
  const other = useRowCount(sessionId, isBlank ? null : isHighlight ? hits : base)
  const { matched, total, complete } = summary
  const [found, all] = isHighlight ? [other?.matched ?? 0, matched] : [matched, other?.matched ?? 0]
  const counts: QueryCounts = {
    matched: isBlank ? matched : found,
    total: isBlank ? (isUsual(choice) ? matched : total) : all,
    isComplete: complete && (other?.complete ?? true),
    isFiltered: !isBlank || !isUsual(choice),
  }
  const cursor = useListCursor()
  const steps = useMatchSteps({
    ...{ sessionId, view, shown, cursor },
    count: matched,
    hits: isHighlight ? hits : null,
  })
  const { types, look } = useSeenTypes(view, steps.look)
  return {
    ...{ view, summary, shown, counts, cursor, paused, types, look },
    step: steps.step,
    isHighlight: isHighlight && !isBlank,
  }
}
