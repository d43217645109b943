import { ChartLine, Undo2 } from 'lucide-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import type { StatsSlice } from '../../contract/stats'
import { useMirror } from '../app/bench-context'
import { Button } from '../design/button'
import { EmptyState } from '../design/empty-state'
import { Segments } from '../design/segments'
import { useShownSession } from '../messages/use-shown-session'
import { type TimeSpan, timeText } from '../timeline/time-view'
import { EndsTable } from './ends-table'
import { GraphCard } from './graph-card'
import { graphsOf } from './graph-specs'
import styles from './stats-panel.module.css'
import { isSpan, type StatsView } from './stats-view'
import { useStats } from './use-stats'
import { verdictOf } from './verdict'
import { VerdictBar } from './verdict-bar'

const looks = [
  { value: 'graphs', label: 'Graphs' },
  { value: 'ends', label: 'Both ends' },
] as const
const liveSpans = [
  { value: 'coarse', label: '5 min in 1 s' },
  { value: 'fine', label: '30 s in 100 ms' },
  { value: 'all', label: 'All' },
] as const
type SpanName = (typeof liveSpans)[number]['value']

/** How good the connection of a session is: judged, drawn over time, and as the figures of its two ends. */
export function StatsPanel() {
  const sessionId = useShownSession()
  const isOver = useMirror(({ bench }) => {
    const status = bench.sessions[sessionId ?? '']?.status
    return status === 'closed' || status === 'failed'
  })
  return <SessionStats key={`${sessionId} ${isOver}`} sessionId={sessionId} isOver={isOver} />
}

interface SessionStatsProps {
  readonly sessionId: string | null
  readonly isOver: boolean
}

function SessionStats({ sessionId, isOver }: SessionStatsProps) {
  const [look, setLook] = useState<'graphs' | 'ends'>('graphs')
  const [view, setView] = useState<StatsView>(isOver ? 'all' : 'coarse')
  const { value, error } = useStats(sessionId, view)
  const verdict = useMemo(() => (value ? verdictOf(value) : null), [value])
  if (!value || value.series.length === 0)
    return (
      <EmptyState icon={ChartLine} title={error ? 'The statistics cannot be read' : 'No packets yet'}>
        <span>
          {error?.message ??
            'Round trip, loss, jitter, bit rates and frozen pictures of a call, as both of its ends measure them.'}
        </span>
      </EmptyState>
    )
  return (
    <section className={styles.panel} aria-label="Statistics">
      <div className={styles.toolbar}>
        <Segments label="Show" value={look} options={looks} onChange={setLook} />
        {look === 'graphs' && <SpanChoice view={view} onChange={setView} />}
      </div>
      <VerdictBar verdict={verdict} isPart={typeof view !== 'string'} />
      {look === 'graphs' ? (
        <Graphs slice={value} onSpan={(span) => isSpan(span) && setView(span)} />
      ) : (
        <EndsTable sessionId={sessionId} />
      )}
    </section>
  )
}

interface SpanChoiceProps {
  readonly view: StatsView
  readonly onChange: (view: StatsView) => void
}

function SpanChoice({ view, onChange }: SpanChoiceProps) {
  if (typeof view === 'string')
    return <Segments<SpanName> label="Time" value={view} options={liveSpans} onChange={onChange} />
  return (
    <span className={styles.picked}>
      {timeText(view.fromUs)} – {timeText(view.toUs)}
      <Button tone="quiet" icon={Undo2} onClick={() => onChange('all')}>
        Show all
      </Button>
    </span>
  )
}

interface GraphsProps {
  readonly slice: StatsSlice
  readonly onSpan: (span: TimeSpan) => void
}

/** Arrows move the cursor of all graphs; it is where the mouse is, too. */
function Graphs({ slice, onSpan }: GraphsProps) {
  const [cursor, setCursor] = useState<number | null>(null)
  const graphs = useMemo(() => graphsOf(slice), [slice])
  const { fromUs, columnUs, columns } = slice
  const onKeyDown = (event: KeyboardEvent) => {
    const next = movedCursor(cursor, columns, event)
    if (next === undefined) return
    event.preventDefault()
    setCursor(next)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrows move its cursor
    <section className={styles.graphs} aria-label="Graphs" tabIndex={0} onKeyDown={onKeyDown}>
      <p className={styles.hint} role="status">
        {cursor === null
          ? `Columns of ${columnUs < 1e6 ? `${columnUs / 1000} ms` : `${columnUs / 1e6} s`}; drag to look closer.`
          : `At ${timeText(fromUs + cursor * columnUs)}`}
      </p>
      <div className={styles.grid}>
        {graphs.map((graph) => (
          <GraphCard key={graph.id} {...{ graph, fromUs, columnUs, cursor, onSpan }} onCursor={setCursor} />
        ))}
      </div>
    </section>
  )
}

const PAGE = 10

/** Undefined for a key that does not move it. */
export function movedCursor(
  cursor: number | null,
  columns: number,
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
): number | null | undefined {
  const last = columns - 1
  const step = shiftKey ? PAGE : 1
  if (key === 'ArrowLeft') return Math.max(0, (cursor ?? columns) - step)
  if (key === 'ArrowRight') return Math.min(last, (cursor ?? last) + step)
  if (key === 'Home') return 0
  if (key === 'End') return last
  return key === 'Escape' ? null : undefined
}
