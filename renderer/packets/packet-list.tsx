import { Network, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import type { JournalFilter, JournalRow } from '../../contract/journal'
import { compileQuery } from '../../contract/query/compile-query'
import type { Query } from '../../contract/query/query'
import { rowAccess } from '../../contract/query/row-access'
import type { Door } from '../../contract/state'
import { useBench, useMirror } from '../app/bench-context'
import { EmptyState } from '../design/empty-state'
import type { ListCursor } from '../inspector/list-cursor'
import { RowList } from '../inspector/row-list'
import type { JournalSummary, JournalView } from '../messages/journal-view'
import { countText } from '../messages/row-text'
import styles from './packet-list.module.css'
import { PacketHead, PacketRow } from './packet-row'

export interface PacketListProps {
  readonly sessionId: string | null
  readonly view: JournalView
  readonly summary: JournalSummary
  readonly shown: JournalFilter
  /** Whether packets may be hidden: by a query, a stream, or because they are fine. */
  readonly isNarrowed: boolean
  /** What is to stand out; null = nothing. */
  readonly highlight: Query | null
  readonly paused: boolean
  readonly cursor: ListCursor
  readonly onLook: (first: number, last: number) => void
  readonly onLeave: () => void
}

const keyOf = ({ n }: JournalRow): number => n

/** The packets, one a line; the one that the cursor is at is shown beside them. */
export function PacketList(props: PacketListProps) {
  const { sessionId, view, summary, shown, highlight, paused, cursor, onLook, onLeave } = props
  const { inspector } = useBench()
  const matches = useMemo(() => (highlight ? compileQuery(highlight, rowAccess) : null), [highlight])
  const door = useDoor(sessionId)
  const note = door && madeUp[door]
  const dropped = summary.dropped - inspector.cleared.of(sessionId)
  return (
    <div className={styles.list}>
      {dropped > 0 && <p className={styles.dropped}>{countText(dropped)} oldest rows no longer kept</p>}
      {note && <p className={styles.note}>{note}</p>}
      {summary.matched > 0 && <PacketHead />}
      <RowList<JournalRow>
        label="Packets"
        count={summary.matched}
        moved={summary}
        rows={shown}
        rowAt={(index) => view.row(index)}
        keyOf={keyOf}
        cursor={cursor}
        onLook={onLook}
        onLeave={onLeave}
        waiting={paused ? summary.unseen : null}
        empty={<NothingShown {...props} />}
        renderLine={(row, { index, isCurrent, isTabStop }) => (
          <PacketRow
            row={row}
            isTabStop={isTabStop}
            isChosen={isCurrent}
            isMatch={matches?.({ ...row, text: row.summary }) ?? false}
            onChoose={() => cursor.go(index, false)}
          />
        )}
        renderDetail={() => null}
      />
    </div>
  )
}

const onSocket =
  'A WebSocket has no RTP: its sound is shown as the packets of 20 ms that would have carried it. Their headers are made up, their times and contents are true.'
const madeUp: { readonly [D in Door]?: string } = { websocket: onSocket, telephone: onSocket }

const useDoor = (sessionId: string | null): Door | undefined =>
  useMirror(({ bench }) => (sessionId ? bench.sessions[sessionId]?.client.door : undefined))

function NothingShown({ sessionId, summary, isNarrowed }: PacketListProps) {
  const door = useDoor(sessionId)
  const { error, complete, total } = summary
  if (error)
    return (
      <EmptyState icon={SearchX} title="The packets could not be read">
        <span>{error.message}</span>
        {error.hint && <span>{error.hint}</span>}
      </EmptyState>
    )
  if (door === 'clip')
    return (
      <EmptyState icon={Network} title="This session has no packets">
        <span>A file is played to the handler: nothing passes over a network.</span>
      </EmptyState>
    )
  if (sessionId && isNarrowed && total > 0)
    return (
      <EmptyState
        icon={SearchX}
        title={complete ? 'No packet matches the filter' : 'Searching older packets'}
      />
    )
  return (
    <EmptyState icon={Network} title={sessionId ? 'No packet has passed yet' : 'No session yet'}>
      <span>Every RTP and RTCP packet of a session appears here, without its encryption.</span>
    </EmptyState>
  )
}
