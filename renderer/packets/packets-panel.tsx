import { ChevronDown, ChevronUp, TriangleAlert } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useBench, useSignal } from '../app/bench-context'
import { IconButton } from '../design/button'
import { IconToggle } from '../design/icon-toggle'
import { focusQueryField } from '../inspector/focus-query-field'
import { useListCursor } from '../inspector/list-cursor'
import { QueryBar } from '../inspector/query-bar'
import type { QueryExample } from '../inspector/query-suggestions'
import { useTabFilter } from '../inspector/use-inspector'
import { useReadQuery } from '../inspector/use-read-query'
import { countText } from '../messages/row-text'
import { useJournalView, useRowCount } from '../messages/use-journal-view'
import { useMatchSteps } from '../messages/use-match-steps'
import { useShownSession } from '../messages/use-shown-session'
import { packetFilter, type StreamKey } from './packet-filter'
import { PacketList } from './packet-list'
import { PacketSide } from './packet-side'
import styles from './packets-panel.module.css'
import { StreamTable } from './stream-table'
import { useStreams } from './use-streams'

const examples: readonly QueryExample[] = [
  { text: 'kind:rtp lost:true', about: 'Packets with others missing before them' },
  { text: 'deltaMs>40', about: 'Packets that came more than 40 ms after the one before' },
  { text: 'key:true', about: 'Packets that begin a key frame' },
  { text: 'type:PLI or type:NACK', about: 'What receivers asked for' },
  { text: 'medium:video size>1000', about: 'Large packets of pictures' },
  { text: 'at:12s..15s', about: 'Packets of three seconds' },
]

/** RTCP packets by their names, to be offered. */
const types = ['audio', 'video', 'SR', 'RR', 'SDES', 'BYE', 'NACK', 'PLI', 'FIR', 'REMB']

interface Asked {
  readonly text: string
  readonly mode: 'only' | 'highlight'
  readonly stream: StreamKey | null
  readonly onlyProblems: boolean
}

/** The filters of what is shown, of what is searched for in it, and of its problems. */
function useFilters({ text, mode, stream, onlyProblems }: Asked) {
  return useMemo(() => {
    const base = packetFilter({ text: '', stream, onlyProblems })
    const hits = text.trim() === '' ? null : packetFilter({ text, stream, onlyProblems })
    const shown = mode === 'highlight' || hits === null ? base : hits
    return { base, hits, shown, problems: packetFilter({ text: '', stream, onlyProblems: true }) }
  }, [text, mode, stream, onlyProblems])
}

/** The rows that are shown, and how many there are of the others. */
function usePackets(sessionId: string | null, asked: Asked) {
  const filters = useFilters(asked)
  const paused = useSignal(useBench().inspector.paused)
  const { base, hits, shown } = filters
  const { view, summary } = useJournalView(sessionId, shown, paused)
  const other = useRowCount(sessionId, hits === null ? null : shown === hits ? base : hits)
  const problems = useRowCount(sessionId, filters.problems)
  const [found, all] = shown === hits ? [summary, other] : [other ?? summary, summary]
  const counts = {
    ...{ matched: found.matched, total: all?.matched ?? 0, isFiltered: hits !== null },
    isComplete: summary.complete && (other?.complete ?? true),
  }
  return { ...filters, view, summary, paused, counts, problemCount: problems?.matched ?? 0 }
}

/** What was chosen in a session is nothing in the next one. */
function useChosenStream(sessionId: string | null) {
  const [chosen, setChosen] = useState<{ sessionId: string | null; stream: StreamKey } | null>(null)
  const stream = chosen?.sessionId === sessionId ? chosen.stream : null
  const choose = (next: StreamKey | null) => setChosen(next && { sessionId, stream: next })
  return [stream, choose] as const
}

type Place = Omit<Parameters<typeof useMatchSteps>[0], 'hits'>
type Hits = Parameters<typeof useMatchSteps>[0]['hits']

/** The ways from match to match and from problem to problem, and what is to be known of what is in view for them. */
function usePacketSteps(place: Place, hits: Hits, problems: Hits) {
  const { view } = place
  const matches = useMatchSteps({ ...place, hits })
  const troubles = useMatchSteps({ ...place, hits: problems })
  const onLook = useCallback(
    (first: number, last: number) => {
      view.look(first, last)
      matches.look(first, last)
      troubles.look(first, last)
    },
    [view, matches.look, troubles.look],
  )
  return { matches, troubles, onLook }
}

/** Every RTP and RTCP packet of a session: what they add up to, one by one, and what is in each. */
export function PacketsPanel() {
  const sessionId = useShownSession()
  const panel = useRef<HTMLElement>(null)
  const [filter, onFilter] = useTabFilter('packets')
  const { written, good } = useReadQuery(filter.text)
  const [stream, chooseStream] = useChosenStream(sessionId)
  const [onlyProblems, setOnlyProblems] = useState(false)
  const asked = { text: good.text, mode: filter.mode, stream, onlyProblems }
  const { view, summary, shown, hits, problems, paused, counts, problemCount } = usePackets(sessionId, asked)
  const streams = useStreams(sessionId)
  const cursor = useListCursor()
  const place = { sessionId, view, shown, count: summary.matched, cursor }
  const { matches, troubles, onLook } = usePacketSteps(place, shown === hits ? null : hits, problems)
  return (
    <section ref={panel} className={styles.panel} aria-label="Packets panel">
      <QueryBar
        label="Filter packets"
        filter={filter}
        onFilter={onFilter}
        written={written}
        counts={counts}
        types={types}
        examples={examples}
        onStep={matches.step}
        onLeave={() => focusLine(panel.current)}
        actions={
          <Problems
            count={problemCount}
            only={onlyProblems}
            onOnly={setOnlyProblems}
            onStep={troubles.step}
          />
        }
      />
      <StreamTable streams={streams} chosen={stream} onChoose={chooseStream} />
      <div className={styles.body}>
        <PacketList
          key={sessionId}
          sessionId={sessionId}
          view={view}
          summary={summary}
          shown={shown}
          isNarrowed={hits !== null || onlyProblems || stream !== null}
          highlight={shown === hits || hits === null ? null : good.query}
          paused={paused}
          cursor={cursor}
          onLook={onLook}
          onLeave={() => focusQueryField(panel.current)}
        />
        {sessionId && summary.matched > 0 && (
          <PacketSide
            sessionId={sessionId}
            stream={stream}
            row={cursor.place.index === null ? null : (view.row(cursor.place.index) ?? null)}
          />
        )}
      </div>
    </section>
  )
}

interface ProblemsProps {
  readonly count: number
  readonly only: boolean
  readonly onOnly: (only: boolean) => void
  readonly onStep: (step: 1 | -1) => void
}

/** The ways through what went wrong. */
const Problems = ({ count, only, onOnly, onStep }: ProblemsProps) => (
  <fieldset className={styles.problems} aria-label="Problems">
    <IconToggle
      label="Only problems"
      hint="Only losses, late packets, duplicates and requests to send again"
      icon={TriangleAlert}
      pressed={only}
      onChange={onOnly}
    />
    <span className={count > 0 ? styles.some : styles.none}>
      {countText(count)} {count === 1 ? 'problem' : 'problems'}
    </span>
    <IconButton label="Previous problem" icon={ChevronUp} disabled={count === 0} onClick={() => onStep(-1)} />
    <IconButton label="Next problem" icon={ChevronDown} disabled={count === 0} onClick={() => onStep(1)} />
  </fieldset>
)

/** To the line that Tab would stop at. */
function focusLine(panel: HTMLElement | null): void {
  panel?.querySelector<HTMLElement>('[role=log] button[tabindex="0"]')?.focus()
}
