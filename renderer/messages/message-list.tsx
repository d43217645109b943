import { ArrowDown, MessagesSquare, SearchX } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '../design/button'
import { EmptyState } from '../design/empty-state'
import type { JournalSummary, JournalView } from './journal-view'
import styles from './message-list.module.css'
import { MessageRow } from './message-row'
import type { RowChoice } from './row-filter'
import { isFiltered } from './row-filter'
import { topOf, totalHeight } from './row-layout'
import { countText } from './row-text'
import { useExpandedRows } from './use-expanded-rows'
import { useFollow } from './use-follow'
import { useRowWindow } from './use-row-window'

export interface MessageListProps {
  readonly sessionId: string | null
  readonly view: JournalView
  readonly summary: JournalSummary
  readonly choice: RowChoice
  readonly paused: boolean
}

export function MessageList({ sessionId, view, summary, choice, paused }: MessageListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const { matched, dropped } = summary
  const expanded = useExpandedRows(choice, summary)
  const layout = { count: matched, extras: expanded.extras }
  const { first, last } = useRowWindow(scroller, layout)
  const height = totalHeight(layout)
  const follow = useFollow(scroller, summary, height)
  useEffect(() => view.look(first, last), [view, first, last])

  return (
    <div className={styles.frame}>
      {dropped > 0 && <p className={styles.dropped}>{countText(dropped)} oldest rows no longer kept</p>}
      {/* Not live: hundreds of rows a second cannot be read aloud; the counts are there to be read. */}
      <div ref={scroller} role="log" aria-label="Messages" aria-live="off" className={styles.scroller}>
        {matched === 0 && <NothingShown sessionId={sessionId} choice={choice} summary={summary} />}
        <ul className={styles.rows} style={{ height }}>
          {Array.from({ length: matched === 0 ? 0 : last - first + 1 }, (_, i) => first + i).map((index) => (
            <li
              key={view.row(index)?.n ?? `at-${index}`}
              className={styles.row}
              style={{ transform: `translateY(${topOf(layout, index)}px)` }}
            >
              <MessageRow sessionId={sessionId} index={index} row={view.row(index)} expanded={expanded} />
            </li>
          ))}
        </ul>
      </div>
      <NewRows count={paused ? summary.unseen : follow.newRows} paused={paused} onShow={follow.toEnd} />
    </div>
  )
}

function NewRows(props: { readonly count: number; readonly paused: boolean; readonly onShow: () => void }) {
  const { count, paused, onShow } = props
  if (count === 0) return null
  if (paused) return <p className={styles.news}>{countText(count)} new while paused</p>
  return (
    <Button className={styles.news} icon={ArrowDown} onClick={onShow}>
      {countText(count)} new
    </Button>
  )
}

type NothingProps = Pick<MessageListProps, 'sessionId' | 'choice' | 'summary'>

function NothingShown({ sessionId, choice, summary: { complete, error, total } }: NothingProps) {
  if (error) {
    return (
      <EmptyState icon={SearchX} title="The messages could not be read">
        <span>{error.message}</span>
      </EmptyState>
    )
  }
  if (sessionId && choice.groups.length === 0) {
    return <EmptyState icon={SearchX} title="All kinds of rows are switched off" />
  }
  if (sessionId && isFiltered(choice) && total > 0) {
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
