import { GanttChart } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useBench, useMirror } from '../app/bench-context'
import { isActive } from '../call/call-state'
import { EmptyState } from '../design/empty-state'
import { showRows } from '../inspector/inspector-store'
import { useShownSession } from '../messages/use-shown-session'
import { RangeBar } from './range-bar'
import { TimelineLanes } from './timeline-lanes'
import styles from './timeline-panel.module.css'
import { TimelineToolbar } from './timeline-toolbar'
import { usePlayback } from './use-playback'
import { useSlice } from './use-slice'

/** All that passed in a session on one time axis. */
export function TimelinePanel() {
  const sessionId = useShownSession()
  if (sessionId) return <SessionTimeline key={sessionId} sessionId={sessionId} />
  return <Nothing title="No session yet" />
}

const Nothing = ({ title, why }: { readonly title: string; readonly why?: string | undefined }) => (
  <EmptyState icon={GanttChart} title={title}>
    <span>
      {why ?? 'Sound, speech, calls, queues and messages of a session appear here on one time axis.'}
    </span>
  </EmptyState>
)

function SessionTimeline({ sessionId }: { readonly sessionId: string }) {
  const { inspector } = useBench()
  const store = inspector.timeline
  const isLive = useMirror(({ bench }) => isActive(bench.sessions[sessionId]?.status ?? 'closed'))
  useOpened(sessionId, isLive)
  const { value, complete, error } = useSlice(sessionId, store)
  const selection = useStore(store, (state) => state.selection)
  const playback = usePlayback(sessionId)
  const onRows = (text: string): void => showRows(inspector.store, text)

  if (!value || value.endUs === 0)
    return (
      <Nothing
        title={error ? 'The timeline cannot be shown' : 'Nothing has passed yet'}
        why={error?.message}
      />
    )
  const parts = { sessionId, store, playback, onRows }
  return (
    <section className={styles.panel} aria-label="Timeline">
      <TimelineToolbar store={store} isLive={isLive} />
      {error && <p className={styles.note}>It stands still: {error.message}</p>}
      {!complete && <p className={styles.note}>Older rows are still being read …</p>}
      <TimelineLanes {...parts} slice={value} />
      {selection && <RangeBar {...parts} selection={selection} />}
    </section>
  )
}

/** Another session is shown from its beginning; a call that ends stays where it was looked at. */
function useOpened(sessionId: string, isLive: boolean): void {
  const { timeline } = useBench().inspector
  const liveNow = useRef(isLive)
  liveNow.current = isLive
  useEffect(() => {
    if (timeline.getState().sessionId !== sessionId) timeline.open(sessionId, liveNow.current)
  }, [timeline, sessionId])
}
