import type { JournalFilter } from '../../contract/journal'
import { useMirror } from '../app/bench-context'
import { useNow } from '../handlers/use-now'
import styles from './rate-table.module.css'
import { clockText, countText, sizeText } from './row-text'
import { type TypeTally, tallyQuery, tallyTypes } from './type-tally'
import { useNewestRows } from './use-newest-rows'

/** As many as one answer of the engine carries. */
const MAX_ROWS = 1000
const messages: JournalFilter = { text: '', kinds: ['message', 'output'], directions: [] }

export interface RateTableProps {
  readonly sessionId: string | null
  readonly onQuery: (text: string) => void
}

/** How many messages of each type went which way, how often and how large; a line asks for its rows. */
export function RateTable({ sessionId, onQuery }: RateTableProps) {
  const { rows, matched } = useNewestRows(sessionId, messages, MAX_ROWS, 1000)
  const now = useNow(1000)
  const openedAt = useMirror(({ bench }) => bench.sessions[sessionId ?? '']?.openedAt ?? now)
  const closedAt = useMirror(({ bench }) => bench.sessions[sessionId ?? '']?.closedAt ?? null)
  const tallies = tallyTypes(rows, ((closedAt ?? now) - openedAt) * 1000)
  return (
    <section className={styles.box} aria-label="Rates">
      {matched > rows.length && (
        <p className={styles.note}>
          Of the newest {countText(rows.length)} of {countText(matched)} messages.
        </p>
      )}
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
          {tallies.map((tally) => (
            <TallyRow key={`${tally.direction} ${tally.type}`} tally={tally} onQuery={onQuery} />
          ))}
        </tbody>
      </table>
      {tallies.length === 0 && <p className={styles.note}>No messages yet.</p>}
    </section>
  )
}

function TallyRow({
  tally,
  onQuery,
}: {
  readonly tally: TypeTally
  readonly onQuery: (text: string) => void
}) {
  const { type, direction, count, rate, sizeBytes, lastUs } = tally
  return (
    <tr>
      <td>
        <button
          type="button"
          className={styles.type}
          title="Show these"
          onClick={() => onQuery(tallyQuery(tally))}
        >
          {type ?? 'no type'}
        </button>
      </td>
      <td>{direction === 'in' ? 'sent' : 'received'}</td>
      <td className={styles.number}>{countText(count)}</td>
      <td className={styles.number}>{rate.toFixed(1)} /s</td>
      <td className={styles.number}>{sizeText(sizeBytes)}</td>
      <td className={styles.number}>{clockText(lastUs)}</td>
    </tr>
  )
}
