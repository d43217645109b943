import { useCallback, useRef } from 'react'
import type { JournalFilter } from '../../contract/journal'
import { useAttempt, useBench } from '../app/bench-context'
import { findRow, findRowBefore } from '../inspector/find-row'
import type { ListCursor } from '../inspector/list-cursor'
import { journalQuery } from './journal-query'
import type { JournalView } from './journal-view'

export interface MatchSteps {
  /** To the next match, or the one before; at the end it goes on at the other end. */
  readonly step: (direction: 1 | -1) => void
  /** Takes note of the rows in view: the first step begins there. */
  readonly look: (first: number, last: number) => void
}

export interface MatchStepsOptions {
  readonly sessionId: string | null
  /** What the list shows, and how many that are. */
  readonly view: JournalView
  readonly shown: JournalFilter | null
  readonly count: number
  /** What is looked for among them; null = each row is a match. */
  readonly hits: JournalFilter | null
  readonly cursor: ListCursor
}

const isInField = (): boolean => document.activeElement?.matches('input, textarea') ?? false

/** The ways through the rows that match, whether others are shown between them or not. */
export function useMatchSteps(options: MatchStepsOptions): MatchSteps {
  const { sessionId, view, shown, count, hits, cursor } = options
  const { client } = useBench()
  const attempt = useAttempt('journal')
  const seen = useRef({ first: 0, last: 0 })
  const look = useCallback((first: number, last: number) => {
    seen.current = { first, last }
  }, [])

  const jump = async (id: string, base: JournalFilter, wanted: JournalFilter, direction: 1 | -1) => {
    const query = journalQuery(client)
    const from = view.row(cursor.place.index ?? seen.current.first)?.n ?? 0
    const isAway = cursor.place.index === null
    const found =
      direction === 1
        ? ((await findRow(query, id, wanted, isAway ? from : from + 1)) ??
          (await findRow(query, id, wanted, 0)))
        : ((await findRowBefore(query, id, wanted, from)) ??
          (await findRowBefore(query, id, wanted, Number.MAX_SAFE_INTEGER)))
    const place = found && (await findRow(query, id, base, found.row.n))
    if (place) cursor.go(place.index, !isInField())
  }
  const step = (direction: 1 | -1) => {
    if (count === 0 || !sessionId || !shown) return
    if (hits) return attempt(() => jump(sessionId, shown, hits, direction))
    const { index } = cursor.place
    const start = direction === 1 ? 0 : count - 1
    cursor.go(index === null ? start : (index + direction + count) % count, !isInField())
  }
  return { step, look }
}
