import type { MessageTypeSummary } from '../../contract/message-types'
import { printWord } from '../../contract/query/print-query'
import styles from './rate-table.module.css'
import { clockText, countText, sizeText } from './row-text'
import { useMessageTypes } from './use-message-types'

export interface RateTableProps {
  readonly sessionId: string | null
  readonly onQuery: (text: string) => void
}

/** The query for the rows of one line. */
export function typeQuery({ type, direction }: Pick<MessageTypeSummary, 'type' | 'direction'>): string {
  const ofType = type === null ? '-type:*' : `type:${printWord(type, null)}`
  return `kind:message dir:${direction} ${ofType}`
}

/** How many messages of each type went which way, how often and how large; a line asks for its rows. */
export function RateTable({ sessionId, onQuery }: RateTableProps) {
  const { value, complete, error } = useMessageTypes(sessionId)
  const types = value ?? []
  return (
    <section className={styles.box} aria-label="Rates">
      {error && <p className={styles.note}>The messages are not counted now: {error.message}</p>}
      {value && !complete && <p className={styles.note}>Older messages are still being counted …</p>}
      <table className={styles.table}>
        <thead>
          <tr>
            <th>Type</th>
            <th>Direction</th>
            <th className={styles.number}>Count</th>
            <th className={styles.number}>Rate, 10 s</th>
            <th className={styles.number}>Bytes</th>
            <th className={styles.number}>Last</th>
          </tr>
        </thead>
        <tbody>
          {types.map((summary) => (
            <TypeRow key={`${summary.direction} ${summary.type}`} summary={summary} onQuery={onQuery} />
          ))}
        </tbody>
      </table>
      {types.length === 0 && !error && <p className={styles.note}>No messages yet.</p>}
    </section>
  )
}

interface TypeRowProps {
  readonly summary: MessageTypeSummary
  readonly onQuery: RateTableProps['onQuery']
}

function TypeRow({ summary, onQuery }: TypeRowProps) {
  const { type, direction, count, perSecond, bytes, lastUs } = summary
  return (
    <tr>
      <td>
        <button
          type="button"
          className={styles.type}
          title="Show these"
          onClick={() => onQuery(typeQuery(summary))}
        >
          {type ?? 'no type'}
        </button>
      </td>
      <td>{direction === 'in' ? 'sent' : 'received'}</td>
      <td className={styles.number}>{countText(count)}</td>
      <td className={styles.number}>{perSecond.toFixed(1)} /s</td>
      <td className={styles.number}>{sizeText(bytes)}</td>
      <td className={styles.number}>{clockText(lastUs)}</td>
    </tr>
  )
}
