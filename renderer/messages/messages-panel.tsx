import { useDeferredValue, useState } from 'react'
import { Composer } from './composer'
import { FilterBar } from './filter-bar'
import { MessageList } from './message-list'
import styles from './messages-panel.module.css'
import { everyRow } from './row-filter'
import { useJournalView } from './use-journal-view'
import { useShownSession } from './use-shown-session'

export function MessagesPanel() {
  const sessionId = useShownSession()
  const [choice, setChoice] = useState(everyRow)
  const [paused, setPaused] = useState(false)
  // Typing in the filter stays smooth while the rows are searched.
  const settled = useDeferredValue(choice)
  const { view, summary } = useJournalView(sessionId, settled, paused)
  return (
    <section className={styles.panel} aria-label="Message panel">
      <FilterBar
        sessionId={sessionId}
        choice={choice}
        onChoice={setChoice}
        summary={summary}
        paused={paused}
        onPaused={setPaused}
        onClear={() => view.clear()}
      />
      <MessageList
        key={sessionId}
        sessionId={sessionId}
        view={view}
        summary={summary}
        choice={settled}
        paused={paused}
      />
      <Composer />
    </section>
  )
}
