import { MessagesSquare, SearchX } from 'lucide-react'
import { memo, useCallback, useMemo } from 'react'
import type { JournalRow } from '../../contract/journal'
import { compileQuery } from '../../contract/query/compile-query'
import type { Query } from '../../contract/query/query'
import { rowAccess } from '../../contract/query/row-access'
import { EmptyState } from '../design/empty-state'
import type { ListCursor } from '../inspector/list-cursor'
import { RowList } from '../inspector/row-list'
import type { RowNoting } from '../inspector/use-row-notes'
import type { JournalSummary, JournalView } from './journal-view'
import styles from './message-list.module.css'
import { MessageRow } from './message-row'
import { RowDetail } from './row-detail'
import { countText } from './row-text'

export interface MessageListProps {
  readonly sessionId: string | null
  readonly view: JournalView
  readonly summary: JournalSummary
  /** Oldest rows that are no longer kept, but for those that were cleared here. */
  readonly dropped: number
  /** Another one when other rows are shown. */
  readonly rows: unknown
  /** Why no row may be there: it matches nothing, or no kind is switched on. */
  readonly isFiltered: boolean
  readonly hasKinds: boolean
  /** What is to stand out among the rows; null = nothing. */
  readonly highlight: Query | null
  readonly paused: boolean
  readonly cursor: ListCursor
  readonly noting: RowNoting
  readonly onLook: (first: number, last: number) => void
  readonly onLeave: () => void
}

const keyOf = ({ n }: JournalRow): number => n

/** Drawn anew for other rows, not for each letter of a query. */
export const MessageList = memo(function MessageList(props: MessageListProps) {
  const { sessionId, view, summary, dropped, rows, highlight, paused, cursor, noting, onLook, onLeave } =
    props
  const { notes } = noting
  const matches = useMemo(() => (highlight ? compileQuery(highlight, rowAccess) : null), [highlight])
  const look = useCallback(
    (first: number, last: number) => {
      view.look(first, last)
      onLook(first, last)
    },
    [view, onLook],
  )
  return (
    <>
      {dropped > 0 && <p className={styles.dropped}>{countText(dropped)} oldest rows no longer kept</p>}
      <RowList<JournalRow>
        label="Messages"
        count={summary.matched}
        moved={summary}
        rows={rows}
        rowAt={(index) => view.row(index)}
        keyOf={keyOf}
        cursor={cursor}
        onLook={look}
        onLeave={onLeave}
        waiting={paused ? summary.unseen : null}
        empty={<NothingShown {...props} />}
        renderLine={(row, { isOpen, isTabStop, onToggle }) => (
          <MessageRow
            row={row}
            isOpen={isOpen}
            isTabStop={isTabStop}
            isMatch={matches?.({ ...row, text: row.summary }) ?? false}
            isMarked={notes.marked?.n === row.n}
            isPinned={notes.pinned.some(({ n }) => n === row.n)}
            note={notes.notes[row.n]}
            onToggle={onToggle}
            onMark={noting.mark}
            onPin={noting.pin}
          />
        )}
        renderDetail={(row) => sessionId && <RowDetail sessionId={sessionId} row={row} noting={noting} />}
      />
    </>
  )
})

function NothingShown({
  sessionId,
  summary: { complete, error, total },
  isFiltered,
  hasKinds,
}: MessageListProps) {
  if (error) {
    return (
      <EmptyState icon={SearchX} title="The messages could not be read">
        <span>{error.message}</span>
      </EmptyState>
    )
  }
  if (sessionId && !hasKinds) return <EmptyState icon={SearchX} title="All kinds of rows are switched off" />
  if (sessionId && isFiltered && total > 0) {
    return (
      <EmptyState icon={SearchX} title={complete ? 'No row matches the filter' : 'Searching older rows'} />
    )
  }
  return (
    <EmptyState icon={MessagesSquare} title={sessionId ? 'Nothing was said yet' : 'No session yet'}>
      <span>Messages, console lines, errors and events of a session appear here.</span>
    </EmptyState>
  )
}
