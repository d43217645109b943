import type { LucideIcon } from 'lucide-react'
import {
  ArrowDownLeft,
  ArrowUpRight,
  ChevronRight,
  CircleAlert,
  MessagesSquare,
  Radio,
  RefreshCw,
  SlidersHorizontal,
  Terminal,
  TriangleAlert,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { memo, useLayoutEffect, useRef } from 'react'
import type { JournalRow, RowKind } from '../../contract/journal'
import { classNames } from '../design/class-names'
import styles from './message-row.module.css'
import { RowDetail } from './row-detail'
import { clockText, positionText, rowSizeText, rowWord, summaryText } from './row-text'
import { swapLook } from './swap-looks'
import type { ExpandedRows } from './use-expanded-rows'

const kindIcons: { readonly [K in RowKind]: LucideIcon } = {
  message: ArrowDownLeft,
  output: ArrowDownLeft,
  console: Terminal,
  error: CircleAlert,
  signal: Radio,
  swap: RefreshCw,
  input: SlidersHorizontal,
  turn: MessagesSquare,
  finding: TriangleAlert,
}

function iconOf(row: JournalRow): LucideIcon {
  const { kind, direction } = row
  const look = swapLook(row)
  if (look) return look.icon
  return kind === 'message' && direction === 'in' ? ArrowUpRight : kindIcons[kind]
}

/** The look of a row follows what it is, or how grave its console line is. */
function toneOf(row: JournalRow): string | undefined {
  const { kind, type, direction } = row
  const look = swapLook(row)
  if (look) return styles[look.tone]
  if (kind === 'error' || (kind === 'console' && type === 'error')) return styles.error
  if (kind === 'finding') return styles.warning
  if (kind === 'turn') return styles.turn
  if (kind === 'console') return type === 'warn' ? styles.warning : styles.console
  if (kind === 'message' || kind === 'output') return direction === 'in' ? styles.sent : styles.received
  return styles.event
}

export interface MessageRowProps {
  readonly sessionId: string | null
  readonly index: number
  /** Missing until its page was fetched. */
  readonly row: JournalRow | undefined
  readonly expanded: ExpandedRows
}

export function MessageRow({ sessionId, index, row, expanded }: MessageRowProps) {
  if (!row) return <div className={styles.line}>…</div>
  const isOpen = expanded.numbers.has(row.n)
  return (
    <>
      <RowLine row={row} index={index} isOpen={isOpen} onToggle={expanded.toggle} />
      {isOpen && sessionId && (
        <Measured index={index} onHeight={expanded.measured}>
          <RowDetail sessionId={sessionId} row={row} />
        </Measured>
      )}
    </>
  )
}

interface MeasuredProps {
  readonly index: number
  readonly onHeight: (index: number, height: number) => void
  readonly children: ReactNode
}

function Measured({ index, onHeight, children }: MeasuredProps) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    onHeight(index, element.offsetHeight)
    const observer = new ResizeObserver(() => {
      // Taken off the page it would report that it is gone, but its row keeps its place.
      if (element.isConnected) onHeight(index, element.offsetHeight)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [index, onHeight])
  return <div ref={box}>{children}</div>
}

interface RowLineProps {
  readonly row: JournalRow
  readonly index: number
  readonly isOpen: boolean
  readonly onToggle: ExpandedRows['toggle']
}

const RowLine = memo(function RowLine({ row, index, isOpen, onToggle }: RowLineProps) {
  const Icon = iconOf(row)
  const { position } = row
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button in it is for keys; the row is its large target.
    // biome-ignore lint/a11y/noStaticElementInteractions: as above.
    <div className={classNames(styles.line, toneOf(row))} onClick={() => onToggle(row.n, index)}>
      {/* Named apart from the row's text, which may contain the name of any other button. */}
      <button
        type="button"
        aria-label={isOpen ? 'Fold row' : 'Unfold row'}
        aria-expanded={isOpen}
        className={styles.fold}
      >
        <ChevronRight size={12} aria-hidden />
      </button>
      <span className={styles.time}>{clockText(row.atUs)}</span>
      <span className={styles.word}>
        <Icon size={13} aria-hidden /> {rowWord(row)}
      </span>
      {row.type && <span className={styles.type}>{row.type}</span>}
      <span className={styles.summary}>{summaryText(row)}</span>
      {position && (
        <span className={styles.position} title={`${position.file}:${position.line}:${position.column}`}>
          {positionText(position)}
        </span>
      )}
      <span className={styles.size}>{rowSizeText(row)}</span>
    </div>
  )
})
