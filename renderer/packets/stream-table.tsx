import { ArrowDownLeft, ArrowUpRight } from 'lucide-react'
import type { RtpStreamSummary } from '../../contract/rtp-streams'
import { classNames } from '../design/class-names'
import type { PolledState } from '../inspector/polled'
import { isSameStream, type StreamKey } from './packet-filter'
import { directionWords } from './packet-words'
import { streamColumns } from './stream-columns'
import styles from './stream-table.module.css'

export interface StreamTableProps {
  readonly streams: PolledState<readonly RtpStreamSummary[]>
  /** The one that alone is shown below; null = all are. */
  readonly chosen: StreamKey | null
  readonly onChoose: (stream: StreamKey | null) => void
}

/** What the packets of each stream add up to. */
export function StreamTable({ streams: { value, complete, error }, chosen, onChoose }: StreamTableProps) {
  if (error && !value)
    return (
      <p className={styles.note} role="status">
        There is no summary of the streams: {error.message}
      </p>
    )
  if (!value || value.length === 0) return null
  return (
    <div className={styles.frame}>
      <table className={styles.table} aria-label="Streams">
        <thead>
          <tr>
            <th scope="col" className={styles.first}>
              Stream
            </th>
            {streamColumns.map(({ label, about }) => (
              <th key={label} scope="col" title={about}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {value.map((stream) => (
            <StreamRow
              key={`${stream.direction} ${stream.ssrc}`}
              stream={stream}
              isChosen={isSameStream(stream, chosen)}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </table>
      {!complete && <p className={styles.note}>Older packets are still being counted …</p>}
    </div>
  )
}

interface StreamRowProps {
  readonly stream: RtpStreamSummary
  readonly isChosen: boolean
  readonly onChoose: StreamTableProps['onChoose']
}

function StreamRow({ stream, isChosen, onChoose }: StreamRowProps) {
  const { direction, medium, codec, ssrc } = stream
  const Arrow = direction === 'in' ? ArrowUpRight : ArrowDownLeft
  const name = [medium ?? 'unknown', codec].filter(Boolean).join(' ')
  const choose = () => onChoose(isChosen ? null : { direction, ssrc })
  return (
    <tr className={classNames(styles.row, isChosen && styles.chosen)} onClick={choose}>
      <th scope="row" className={styles.first}>
        <button
          type="button"
          className={styles.name}
          aria-pressed={isChosen}
          aria-label={`Only ${name} ${directionWords[direction]}`}
          title={isChosen ? 'Show all streams again' : 'Show the packets of this stream alone'}
        >
          <Arrow size={13} aria-hidden className={styles[direction]} />
          {name} <span className={styles.way}>{directionWords[direction]}</span>
        </button>
      </th>
      {streamColumns.map(({ label, text, isBad }) => (
        <td key={label} className={isBad?.(stream) ? styles.bad : undefined}>
          {text(stream)}
        </td>
      ))}
    </tr>
  )
}
