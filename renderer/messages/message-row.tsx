import { Bookmark, ChevronRight, Hand, Pin, StickyNote } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { memo } from 'react'
import type { JournalRow } from '../../contract/journal'
import { classNames } from '../design/class-names'
import { SourceLink } from '../inspector/source-link'
import { searched } from '../inspector/use-text-marks'
import styles from './message-row.module.css'
import { iconOf, toneOf } from './row-look'
import { clockText, directionWord, rowSizeText, rowWord, summaryText } from './row-text'

/** What a person put on a row. */
export interface RowBadges {
  readonly isMarked: boolean
  readonly isPinned: boolean
  readonly note: string | undefined
}

export interface MessageRowProps extends RowBadges {
  readonly row: JournalRow
  readonly isOpen: boolean
  readonly isTabStop: boolean
  /** The query matches it while others are shown, too. */
  readonly isMatch: boolean
  readonly onToggle: () => void
  /** `m` and `p` on the row. */
  readonly onMark: (row: JournalRow) => void
  readonly onPin: (row: JournalRow) => void
}

/** One row of the journal on one line. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { row, isOpen, isTabStop, isMatch, onToggle, onMark, onPin } = props
  const Icon = iconOf(row)
  const direction = directionWord(row)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'm') onMark(row)
    if (event.key === 'p') onPin(row)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button in it is for keys; the row is its large target.
    // biome-ignore lint/a11y/noStaticElementInteractions: as above.
    <div className={classNames(styles.line, styles[toneOf(row)], isMatch && styles.match)} onClick={onToggle}>
      {/* Named apart from the row's text, which may contain the name of any other button. */}
      <button
        type="button"
        aria-label={isOpen ? 'Fold row' : 'Unfold row'}
        aria-expanded={isOpen}
        aria-keyshortcuts="m p"
        tabIndex={isTabStop ? 0 : -1}
        className={styles.fold}
        onKeyDown={onKeyDown}
      >
        <ChevronRight size={12} aria-hidden />
      </button>
      <span className={styles.time}>{clockText(row.atUs)}</span>
      <span className={styles.word}>
        <Icon size={13} aria-hidden /> {rowWord(row)}
        {direction && <span className={styles.unseen}> {direction}</span>}
      </span>
      <Badges {...props} />
      {row.type && (
        <span className={styles.type} {...searched}>
          {row.type}
        </span>
      )}
      <span className={styles.summary} {...searched}>
        {summaryText(row)}
      </span>
      {row.position && <SourceLink position={row.position} className={styles.position} />}
      <span className={styles.size}>{rowSizeText(row)}</span>
    </div>
  )
})

function Badges({ row: { fields }, isMarked, isPinned, note }: RowBadges & Pick<MessageRowProps, 'row'>) {
  const isHeld = fields.held === true
  if (!isMarked && !isPinned && !note && !isHeld) return null
  return (
    <span className={styles.badges}>
      {isHeld && (
        <Hand
          size={12}
          role="img"
          aria-label={fields.sentBy === 'person' ? 'edited on its way' : 'held on its way'}
        />
      )}
      {isMarked && <Bookmark size={12} role="img" aria-label="marked" className={styles.marked} />}
      {isPinned && <Pin size={12} role="img" aria-label="pinned" />}
      {note && (
        <span className={styles.note} title={note}>
          <StickyNote size={12} aria-hidden /> {note}
        </span>
      )}
    </span>
  )
}
