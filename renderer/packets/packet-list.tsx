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
  const dropped = summary.dropped - inspector.cleared.of(sessionId)
  return (
    <div className={styles.list}>
      {dropped > 0 && <p className={styles.dropped}>{countText(dropped)} oldest rows no longer kept</p>}
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

/** What passes over doors that have no packets. */
const withoutPackets: { readonly [D in Door]?: string } = {
  websocket:
    'A WebSocket has no RTP: sound comes as messages, which the operating system puts in order and repeats.',
  telephone: 'The telephone company’s WebSocket has no RTP: sound comes as messages with 20 ms each.',
  clip: 'A file is played to the handler: nothing passes over a network.',
}

function NothingShown({ sessionId, summary, isNarrowed }: PacketListProps) {
  const door = useMirror(({ bench }) => (sessionId ? bench.sessions[sessionId]?.client.door : undefined))
  const { error, complete, total } = summary
  if (error)
    return (
      <EmptyState icon={SearchX} title="The packets could not be read">
        <span>{error.message}</span>
        {error.hint && <span>{error.hint}</span>}
      </EmptyState>
    )
  const why = door && withoutPackets[door]
  if (why)
    return (
      <EmptyState icon={Network} title="This session has no packets">
        <span>{why}</span>
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
