import { useState } from 'react'
import type { RowNoting } from '../inspector/use-row-notes'
import { MessageRow } from './message-row'
import styles from './pinned-rows.module.css'
import { RowDetail } from './row-detail'

export interface PinnedRowsProps {
  readonly sessionId: string | null
  readonly noting: RowNoting
}

/** Rows that stay in view, whatever the query and the place in the list. */
export function PinnedRows({ sessionId, noting }: PinnedRowsProps) {
  const [openN, setOpenN] = useState<number | null>(null)
  const { pinned, marked, notes } = noting.notes
  if (!sessionId || pinned.length === 0) return null
  return (
    <ul className={styles.rows} aria-label="Pinned rows">
      {pinned.map((row) => (
        <li key={row.n}>
          <MessageRow
            row={row}
            isOpen={openN === row.n}
            isTabStop
            isMatch={false}
            isMarked={marked?.n === row.n}
            isPinned
            note={notes[row.n]}
            onToggle={() => setOpenN((before) => (before === row.n ? null : row.n))}
            onMark={noting.mark}
            onPin={noting.pin}
          />
          {openN === row.n && <RowDetail sessionId={sessionId} row={row} noting={noting} />}
        </li>
      ))}
    </ul>
  )
}
