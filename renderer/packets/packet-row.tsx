import { ArrowDownLeft, ArrowUpRight } from 'lucide-react'
import { memo } from 'react'
import type { JournalRow } from '../../contract/journal'
import { classNames } from '../design/class-names'
import { clockText, sizeText } from '../messages/row-text'
import styles from './packet-row.module.css'
import {
  directionWords,
  msText,
  numberText,
  packetLabel,
  packetStatus,
  reportTone,
  streamName,
} from './packet-words'

export interface PacketRowProps {
  readonly row: JournalRow
  readonly isTabStop: boolean
  readonly isChosen: boolean
  /** Among rows that do not match what was searched for. */
  readonly isMatch: boolean
  readonly onChoose: () => void
}

const columns = [
  { name: 'time', label: 'Time' },
  { name: 'way', label: '' },
  { name: 'stream', label: 'Stream' },
  { name: 'seq', label: 'Seq' },
  { name: 'ts', label: 'Timestamp' },
  { name: 'marker', label: 'M', about: 'Marker: begins a spurt of sound, ends a picture' },
  { name: 'size', label: 'Size' },
  { name: 'delta', label: 'Δ ms', about: 'Since the packet before it in its stream' },
  { name: 'jitter', label: 'Jitter', about: 'How unevenly the packets come, ms (RFC 3550)' },
  { name: 'status', label: 'Status' },
] as const

/** What stands in the columns below. */
export const PacketHead = () => (
  <div className={styles.head} aria-hidden>
    {columns.map(({ name, label, ...more }) => (
      <span key={name} className={styles[name]} title={'about' in more ? more.about : undefined}>
        {label}
      </span>
    ))}
  </div>
)

/** One packet as a line of the list. */
export const PacketRow = memo(function PacketRow(props: PacketRowProps) {
  const { row, isTabStop, isChosen, isMatch, onChoose } = props
  const { direction, kind } = row
  const Arrow = direction === 'in' ? ArrowUpRight : ArrowDownLeft
  return (
    <button
      type="button"
      className={classNames(styles.line, kind === 'rtcp' && styles.report, isMatch && styles.match)}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={packetLabel(row)}
      aria-pressed={isChosen}
      onClick={onChoose}
    >
      <span className={styles.time}>{clockText(row.atUs)}</span>
      <span
        className={classNames(styles.way, direction && styles[direction])}
        title={direction ? directionWords[direction] : ''}
      >
        <Arrow size={13} aria-hidden />
      </span>
      {kind === 'rtp' ? <MediaCells row={row} /> : <ReportCells row={row} />}
    </button>
  )
})

const MediaCells = ({ row }: { readonly row: JournalRow }) => (
  <>
    <span className={styles.stream}>{streamName(row)}</span>
    <span className={styles.seq}>{numberText(row.fields.seq)}</span>
    <span className={styles.ts}>{numberText(row.fields.ts)}</span>
    <span className={styles.marker}>{row.fields.marker === true ? '●' : ''}</span>
    <span className={styles.size}>{sizeText(row.sizeBytes)}</span>
    <span className={styles.delta}>{msText(row.fields.deltaMs)}</span>
    <span className={styles.jitter}>{msText(row.fields.jitterMs)}</span>
    <span className={styles.status}>
      {packetStatus(row).map(({ tone, text }) => (
        <span key={text} className={styles[tone]}>
          {text}
        </span>
      ))}
    </span>
  </>
)

const ReportCells = ({ row }: { readonly row: JournalRow }) => (
  <>
    <span className={classNames(styles.type, styles[reportTone(row)])}>{row.type}</span>
    <span className={styles.words} title={row.summary}>
      {row.summary}
    </span>
  </>
)
