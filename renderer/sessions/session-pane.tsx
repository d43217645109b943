import { useMemo } from 'react'
import { useCall, useMirror } from '../app/bench-context'
import { ServerButton } from '../server/server-button'
import { outsideSessions } from './outside-session'
import { SessionList } from './session-list'
import styles from './session-pane.module.css'

/** Who else is connected, and the server that lets them in. */
export function SessionPane() {
  const ownId = useCall((state) => state.sessionId)
  const all = useMirror(({ bench }) => bench.sessions)
  const isListening = useMirror(({ bench }) => bench.server.status === 'listening')
  const sessions = useMemo(() => outsideSessions(all, ownId), [all, ownId])
  const count = sessions.length
  return (
    <section className={styles.pane} aria-label="Outside sessions">
      <header className={styles.header}>
        <h2>
          Sessions
          {count > 0 && <span className={styles.count}>{count}</span>}
        </h2>
        <ServerButton />
      </header>
      {count > 0 && <SessionList sessions={sessions} />}
      {count === 0 && isListening && <p className={styles.none}>Nobody from outside is connected.</p>}
    </section>
  )
}
