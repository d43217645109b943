import { useMemo, useState } from 'react'
import type { JournalFilter } from '../../contract/journal'
import { compileQuery } from '../../contract/query/compile-query'
import { rowAccess } from '../../contract/query/row-access'
import type { QueryMode } from '../inspector/inspector-store'
import type { QueryCounts } from '../inspector/query-bar'
import type { ReadQuery } from '../inspector/read-query'
import { useInspector } from '../inspector/use-inspector'
import { useStable } from '../inspector/use-stable'
import { useRowCount } from '../messages/use-journal-view'
import { levelsQuery } from './console-levels'
import { groupLines, type LineGroup } from './line-groups'
import { useConsoleLog } from './use-console-log'

/** Lines up to this one were cleared away here; they are still in the journal. */
interface Cleared {
  readonly sessionId: string | null
  readonly n: number
}

function useFilters(text: string, cleared: number): Record<'base' | 'hits', JournalFilter | null> {
  const levels = useInspector((state) => state.levels)
  const { base, hits } = useMemo(() => {
    const wanted = levelsQuery(levels)
    if (wanted === null) return { base: null, hits: null }
    const parts = [`(${wanted})`, cleared >= 0 ? `n>${cleared}` : '']
    const filter = (more: string): JournalFilter => ({
      text: [...parts, more].filter(Boolean).join(' '),
      kinds: [],
      directions: [],
    })
    return { base: filter(''), hits: text.trim() === '' ? null : filter(`(${text.trim()})`) }
  }, [levels, text, cleared])
  return { base: useStable(base), hits: useStable(hits) }
}

/** The console of a session: the lines of the levels that are on, as far as the query lets them through. */
export function useConsole(sessionId: string | null, good: ReadQuery, mode: QueryMode) {
  const [cleared, setCleared] = useState<Cleared>({ sessionId: null, n: -1 })
  const clearedN = cleared.sessionId === sessionId ? cleared.n : -1
  const { base, hits } = useFilters(good.text, clearedN)
  const isHighlight = mode === 'highlight' && hits !== null
  const filter = isHighlight ? base : (hits ?? base)
  const { log, shown, paused } = useConsoleLog(sessionId, filter)
  const other = useRowCount(sessionId, hits && (isHighlight ? hits : base))
  const groups = useMemo(() => groupLines(shown.rows), [shown.rows])
  const isMatch = useMemo(() => {
    const matches = compileQuery(good.query, rowAccess)
    return ({ row }: LineGroup) => matches({ ...row, text: row.summary })
  }, [good])
  const counts: QueryCounts = {
    matched: isHighlight ? (other?.matched ?? 0) : shown.matched,
    total: isHighlight || !other ? shown.matched : other.matched,
    isComplete: shown.complete && (other?.complete ?? true),
    isFiltered: hits !== null,
  }
  return {
    ...{ filter, shown, paused, groups, isMatch, isHighlight, counts },
    hasLevels: base !== null,
    isCleared: clearedN >= 0,
    readOlder: () => log.readOlder(),
    clear: () => setCleared({ sessionId, n: shown.rows.at(-1)?.n ?? -1 }),
  }
}

export type ShownConsole = ReturnType<typeof useConsole>
