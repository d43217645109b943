import type { RtpStreamSummary } from '../../contract/rtp-streams'
import { type ClientStat, readClientStats } from '../../contract/stats'
import figures from '../design/figure-table.module.css'
import type { PolledAnswer } from '../inspector/polled'
import { usePolled } from '../inspector/use-polled'
import { newestRow } from '../messages/newest-row'
import type { Client } from '../state/client'
import { endsOf, type StreamEnds } from './ends'
import styles from './ends-table.module.css'

const EVERY_MS = 1000

interface Ends {
  readonly streams: readonly RtpStreamSummary[]
  readonly client: readonly ClientStat[]
}

async function askEnds(client: Client, sessionId: string): Promise<PolledAnswer<Ends>> {
  const [{ streams, complete }, told] = await Promise.all([
    client.request('journal.streams', { sessionId }),
    newestRow(client, sessionId, 'client-stat'),
  ])
  return { value: { streams, client: readClientStats(told.text ?? '') ?? [] }, complete }
}

/** What the client and the handler's end know of each stream, side by side. */
export function EndsTable({ sessionId }: { readonly sessionId: string | null }) {
  const { value, error } = usePolled(sessionId, askEnds, EVERY_MS)
  if (!value) return <p className={styles.note}>{error?.message ?? 'The figures are being read …'}</p>
  return (
    <div className={styles.scroller}>
      {value.client.length === 0 && (
        <p className={styles.note}>
          This client tells nothing of its own end; the handler’s end is all there is.
        </p>
      )}
      {endsOf(value.streams, value.client).map((stream) => (
        <StreamTable key={`${stream.medium} ${stream.direction}`} stream={stream} />
      ))}
      <p className={styles.note}>
        Names and units are those of the W3C’s webrtc-stats: seconds, bytes, counts since the call began.
        Bytes are with headers; what is on the way is counted by its sender alone.
      </p>
    </div>
  )
}

const numberText = (value: number | null): string =>
  value === null ? '' : value.toLocaleString('en', { maximumFractionDigits: 4 }).replace('-', '−')

function StreamTable({ stream: { medium, direction, figures: all } }: { readonly stream: StreamEnds }) {
  const [from, to] = direction === 'in' ? ['client', 'handler'] : ['handler', 'client']
  const title = `${medium === 'audio' ? 'Sound' : 'Picture'} to the ${to}`
  return (
    <table className={figures.table}>
      <thead>
        <tr>
          <th scope="col">
            <strong className={styles.title}>{title}</strong>
          </th>
          <th scope="col">Sender: {from}</th>
          <th scope="col">Receiver: {to}</th>
          <th scope="col">Difference</th>
        </tr>
      </thead>
      <tbody>
        {all.map(({ name, sender, receiver }) => (
          <tr key={name}>
            <th scope="row" className={styles.name}>
              {name}
            </th>
            <td>{numberText(sender)}</td>
            <td>{numberText(receiver)}</td>
            <td>{sender === null || receiver === null ? '' : numberText(sender - receiver)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
