import { MessagesSquare } from 'lucide-react'
import { useState } from 'react'
import type { LatencySummary, TurnLatencies, TurnLatency } from '../../contract/turn-latency'
import { classNames } from '../design/class-names'
import { EmptyState } from '../design/empty-state'
import figures from '../design/figure-table.module.css'
import { gradeClass } from '../design/grade'
import { Segments } from '../design/segments'
import { usePolled } from '../inspector/use-polled'
import type { Client } from '../state/client'
import { timeText } from '../timeline/time-view'
import {
  type LatencyEnd,
  latencyTone,
  type Parted,
  partsOf,
  partWords,
  summaryAt,
  trendText,
  turnAt,
  turnText,
  wholeMs,
} from './latency-words'
import parts from './part-bar.module.css'
import timedList from './timed-list.module.css'
import styles from './turn-latency-panel.module.css'
import { useShowTime } from './use-show-time'

const EVERY_MS = 500
const ends = [
  { value: 'heard', label: 'As you hear it' },
  { value: 'engine', label: 'At the handler’s end' },
] as const
const measuredHow = {
  heard:
    'From your last sound until you hear the answer: measured in the waveforms of both ends, on one clock. Capture and playout are what the device and the browser say.',
  engine:
    'Measured in the waveforms, from the last sound that came in to the first that went out. The way through the network and your loudspeaker comes on top.',
} as const

async function ask(client: Client, sessionId: string) {
  const value = await client.request('journal.turns', { sessionId })
  return { value, complete: value.complete }
}

/** How long it took from the end of what the person said to the first sound of the answer, turn by turn. */
export function TurnLatencyPanel({ sessionId }: { readonly sessionId: string | null }) {
  const { value, complete, error } = usePolled(sessionId, ask, EVERY_MS)
  const [wanted, setEnd] = useState<LatencyEnd>('heard')
  const show = useShowTime(sessionId)
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
  const isHeard = value.turns.some(({ heard }) => heard !== null)
  const end = isHeard ? wanted : 'engine'
  return (
    <section className={styles.panel} aria-label="Turn latency">
      {isHeard && (
        <div className={styles.ends}>
          <Segments label="Measured" value={end} options={ends} onChange={setEnd} />
        </div>
      )}
      {!complete && <p className={styles.note}>Older turns are still being read …</p>}
      <Summaries latencies={value} end={end} />
      <TurnList turns={value.turns} end={end} onShow={show} />
      <p className={styles.note}>{measuredHow[end]}</p>
    </section>
  )
}

interface SummariesProps {
  readonly latencies: TurnLatencies
  readonly end: LatencyEnd
}

function Summaries({ latencies, end }: SummariesProps) {
  const { summaries, bargeIns, silentReplies, turns } = latencies
  const trend = trendText(turns.flatMap((turn) => turnAt(end, turn)?.total ?? []))
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
            {partsOf(end).map((part) => (
              <th key={part} scope="col" title={`${partWords[part].about}; half of the turns`}>
                <span className={classNames(parts.swatch, parts[part])} aria-hidden />
                {partWords[part].name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {summaries.map((summary) => (
            <SummaryRow key={summary.version} summary={summary} end={end} />
          ))}
        </tbody>
      </table>
      {trend && <p className={styles.note}>{trend}</p>}
      <p className={styles.note}>
        {bargeIns.ms &&
          `Interrupted ${bargeIns.ms.count}×: the reply was over ${wholeMs(bargeIns.ms.p50)} (p95 ${wholeMs(bargeIns.ms.p95)}) after you began to speak. `}
        {silentReplies > 0 &&
          `${silentReplies === 1 ? '1 reply was' : `${silentReplies} replies were`} never heard.`}
      </p>
    </div>
  )
}

function SummaryRow({ summary, end }: { readonly summary: LatencySummary; readonly end: LatencyEnd }) {
  const at = summaryAt(end, summary)
  if (!at) return null
  const { total, part } = at
  return (
    <tr>
      <th scope="row">{summary.version === null ? 'all' : `version ${summary.version}`}</th>
      <td>{total.count}</td>
      <td className={gradeClass(latencyTone(total.p50))}>{wholeMs(total.p50)}</td>
      <td className={gradeClass(latencyTone(total.p95))}>{wholeMs(total.p95)}</td>
      <td>{wholeMs(total.p99)}</td>
      {partsOf(end).map((name) => (
        <td key={name}>{wholeMs(part(name).p50)}</td>
      ))}
    </tr>
  )
}

interface TurnListProps {
  readonly turns: readonly TurnLatency[]
  readonly end: LatencyEnd
  readonly onShow: (turn: TurnLatency) => void
}

/** The newest first; each a bar of its parts, as long as the longest is the whole width. */
function TurnList({ turns, end, onShow }: TurnListProps) {
  const known = turns.flatMap((turn) => {
    const at = turnAt(end, turn)
    return at ? [{ turn, at }] : []
  })
  const longest = Math.max(1, ...known.map(({ at }) => at.total))
  return (
    <ol className={classNames(timedList.list, styles.turns)} aria-label="Turns">
      {known.toReversed().map(({ turn, at }) => (
        <li key={turn.fromUs}>
          <button
            type="button"
            className={timedList.line}
            title="Show it on the time axis"
            aria-label={`Turn at ${timeText(turn.fromUs)}, ${turnText(end, at)}`}
            onClick={() => onShow(turn)}
          >
            <span className={timedList.time}>{timeText(turn.fromUs)}</span>
            <TurnBar end={end} at={at} longest={longest} />
            <span className={classNames(timedList.ms, gradeClass(latencyTone(at.total)))}>
              {wholeMs(at.total)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}

interface TurnBarProps {
  readonly end: LatencyEnd
  readonly at: Parted<number>
  readonly longest: number
}

const TurnBar = ({ end, at: { part }, longest }: TurnBarProps) => (
  <span className={parts.bar} aria-hidden>
    {partsOf(end).map((name) => (
      <span
        key={name}
        className={parts[name]}
        title={`${partWords[name].name} ${wholeMs(part(name))}`}
        style={{ width: `${(Math.max(0, part(name)) / longest) * 100}%` }}
      />
    ))}
  </span>
)
