import { Gauge } from 'lucide-react'
import { memo, useCallback, useRef } from 'react'
import { useBench } from '../app/bench-context'
import { IconToggle } from '../design/icon-toggle'
import { GatePanel } from '../gate/gate-panel'
import { GateToggle } from '../gate/gate-toggle'
import { focusQueryField } from '../inspector/focus-query-field'
import { focusRow } from '../inspector/focus-row'
import { QueryBar } from '../inspector/query-bar'
import type { QueryExample } from '../inspector/query-suggestions'
import { useInspector, useTabFilter } from '../inspector/use-inspector'
import { useReadQuery } from '../inspector/use-read-query'
import { useRowNotes } from '../inspector/use-row-notes'
import { useTextMarks } from '../inspector/use-text-marks'
import { Composer } from './composer'
import { CopyAll } from './copy-all'
import { MessageList } from './message-list'
import styles from './messages-panel.module.css'
import { PinnedRows } from './pinned-rows'
import { RateTable } from './rate-table'
import { RowKinds } from './row-kinds'
import { useMessageRows } from './use-message-rows'
import { useShownSession } from './use-shown-session'

const examples: readonly QueryExample[] = [
  { text: 'kind:message dir:in', about: 'Messages of the client' },
  { text: 'data.type:send_input', about: 'JSON messages by a value in them' },
  { text: 'kind:call ms>20', about: 'Calls that took longer than 20 ms' },
  { text: 'kind:rtp lost:true', about: 'Packets with others missing before them' },
  { text: 'at:12s..15s', about: 'Rows of three seconds' },
  { text: 'error or /time ?out/i', about: 'Words and regular expressions' },
]

const RatesToggle = memo(function RatesToggle() {
  const { store } = useBench().inspector
  return (
    <IconToggle
      label="Rates"
      hint="Count, rate and size of each type"
      icon={Gauge}
      pressed={useInspector((state) => state.showsRates)}
      onChange={(pressed) => store.setState({ showsRates: pressed })}
    />
  )
})

/** Messages, and of all other rows those that are asked for. */
export function MessagesPanel() {
  const { inspector } = useBench()
  const sessionId = useShownSession()
  const panel = useRef<HTMLElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [filter, onFilter] = useTabFilter('messages')
  const { written, good } = useReadQuery(filter.text)
  const rows = useMessageRows(sessionId, good, filter.mode)
  const { view, summary, shown, counts, cursor } = rows
  const onLeave = useCallback(() => focusQueryField(panel.current), [])
  const showsRates = useInspector((state) => state.showsRates)
  const noting = useRowNotes(sessionId)
  useTextMarks(list, good.marks)
  return (
    <section ref={panel} className={styles.panel} aria-label="Message panel">
      <QueryBar
        label="Filter messages"
        filter={filter}
        onFilter={onFilter}
        written={written}
        counts={counts}
        types={rows.types}
        examples={examples}
        onStep={rows.step}
        onLeave={() => focusRow(list.current)}
        actions={
          <>
            <CopyAll sessionId={sessionId} filter={shown} matched={summary.matched} />
            <RatesToggle />
            <GateToggle />
          </>
        }
      >
        <RowKinds />
      </QueryBar>
      <GatePanel types={rows.types} />
      {showsRates && <RateTable sessionId={sessionId} onQuery={(text) => onFilter({ text })} />}
      <div ref={list} className={styles.rows}>
        <PinnedRows sessionId={sessionId} noting={noting} />
        <MessageList
          key={sessionId}
          sessionId={sessionId}
          view={view}
          summary={summary}
          dropped={summary.dropped - inspector.cleared.of(sessionId)}
          rows={shown}
          isFiltered={counts.isFiltered}
          hasKinds={shown !== null}
          highlight={rows.isHighlight ? good.query : null}
          paused={rows.paused}
          cursor={cursor}
          noting={noting}
          onLook={rows.look}
          onLeave={onLeave}
        />
      </div>
      <Composer />
    </section>
  )
}
