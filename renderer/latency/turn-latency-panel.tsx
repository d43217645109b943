import { MessagesSquare } from 'lucide-react'
import {
  type BargeIn,
  type LatencySummary,
  latencyParts,
  type TurnLatencies,
  type TurnLatency,
} from '../../contract/turn-latency'
import { useBench } from '../app/bench-context'
import { classNames } from '../design/class-names'
import { EmptyState } from '../design/empty-state'
import figures from '../design/figure-table.module.css'
import { gradeClass } from '../design/grade'
import { usePolled } from '../inspector/use-polled'
import type { Client } from '../state/client'
import { timeText } from '../timeline/time-view'
import { latencyTone, partWords, turnText, wholeMs } from './latency-words'
import styles from './turn-latency-panel.module.css'

const EVERY_MS = 500
/** Beside a turn, when it is shown on the time axis, µs. */
const AROUND_US = 700_000

async function ask(client: Client, sessionId: string) {
  const value = await client.request('journal.turns', { sessionId })
  return { value, complete: value.complete }
}

/** How long it took from the end of what the person said to the first sound of the answer, turn by turn. */
export function TurnLatencyPanel({ sessionId }: { readonly sessionId: string | null }) {
  const { inspector } = useBench()
  const { value, complete, error } = usePolled(sessionId, ask, EVERY_MS)
  const show = ({ fromUs, toUs }: Pick<BargeIn, 'fromUs' | 'toUs'>): void => {
    const { timeline } = inspector
    if (timeline.getState().sessionId !== sessionId) timeline.open(sessionId, false)
    timeline.setEnd(Math.max(timeline.getState().endUs, toUs))
    timeline.show({ fromUs: fromUs - AROUND_US, toUs: toUs + AROUND_US })
    timeline.select({ fromUs, toUs })
    inspector.store.setState({ tab: 'timeline' })
  }
  if (!value || value.turns.length + value.bargeIns.newest.length + value.silentReplies === 0)
    return (
      <EmptyState
        icon={MessagesSquare}
        title={error ? 'The turns cannot be measured' : 'No turn was answered yet'}
      >
        <span>
          {error?.message ??
            'For handlers that take turns: from the end of what you say to the first sound of the answer.'}
        </span>
      </EmptyState>
    )
  return (
    <section className={styles.panel} aria-label="Turn latency">
      {!complete && <p className={styles.note}>Older turns are still being read …</p>}
      <Summaries latencies={value} />
      <TurnList turns={value.turns} onShow={show} />
      <p className={styles.note}>
        Measured in the waveforms, from the last sound that came in to the first that went out. The way
        through the network and your loudspeaker comes on top.
      </p>
    </section>
  )
}

function Summaries({
  latencies: { summaries, bargeIns, silentReplies },
}: {
  readonly latencies: TurnLatencies
}) {
  return (
    <div className={styles.box}>
      <table className={figures.table}>
        <thead>
          <tr>
            <th scope="col">{summaries.length > 1 ? 'Version' : 'All turns'}</th>
            <th scope="col">Turns</th>
            <th scope="col">p50</th>
            <th scope="col">p95</th>
            <th scope="col">p99</th>
            {latencyParts.map((part) => (
              <th key={part} scope="col" title={`${partWords[part].about}; half of the turns`}>
                <span className={classNames(styles.swatch, styles[part])} aria-hidden />
                {partWords[part].name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {summaries.map((summary) => (
            <SummaryRow key={summary.version} summary={summary} />
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        {bargeIns.ms &&
          `Interrupted ${bargeIns.ms.count}×: the reply was over ${wholeMs(bargeIns.ms.p50)} (p95 ${wholeMs(bargeIns.ms.p95)}) after you began to speak. `}
        {silentReplies > 0 &&
          `${silentReplies === 1 ? '1 reply was' : `${silentReplies} replies were`} never heard.`}
      </p>
    </div>
  )
}

const SummaryRow = ({ summary: { version, total, parts } }: { readonly summary: LatencySummary }) => (
  <tr>
    <th scope="row">{version === null ? 'all' : `version ${version}`}</th>
    <td>{total.count}</td>
    <td className={gradeClass(latencyTone(total.p50))}>{wholeMs(total.p50)}</td>
    <td className={gradeClass(latencyTone(total.p95))}>{wholeMs(total.p95)}</td>
    <td>{wholeMs(total.p99)}</td>
    {latencyParts.map((part) => (
      <td key={part}>{wholeMs(parts[part].p50)}</td>
    ))}
  </tr>
)

interface TurnListProps {
  readonly turns: readonly TurnLatency[]
  readonly onShow: (turn: TurnLatency) => void
}

/** The newest first; each a bar of its parts, as long as the longest is the whole width. */
function TurnList({ turns, onShow }: TurnListProps) {
  const longest = Math.max(1, ...turns.map(({ totalMs }) => totalMs))
  return (
    <ol className={styles.turns} aria-label="Turns">
      {[...turns].reverse().map((turn) => (
        <li key={turn.fromUs}>
          <button
            type="button"
            className={styles.turn}
            title="Show it on the time axis"
            aria-label={`Turn at ${timeText(turn.fromUs)}, ${turnText(turn)}`}
            onClick={() => onShow(turn)}
          >
            <span className={styles.time}>{timeText(turn.fromUs)}</span>
            <TurnBar turn={turn} longest={longest} />
            <span className={classNames(styles.total, gradeClass(latencyTone(turn.totalMs)))}>
              {wholeMs(turn.totalMs)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}

function TurnBar({ turn: { parts }, longest }: { readonly turn: TurnLatency; readonly longest: number }) {
  return (
    <span className={styles.bar} aria-hidden>
      {latencyParts.map((part) => (
        <span
          key={part}
          className={styles[part]}
          title={`${partWords[part].name} ${wholeMs(parts[part])}`}
          style={{ width: `${(Math.max(0, parts[part]) / longest) * 100}%` }}
        />
      ))}
    </span>
  )
}
