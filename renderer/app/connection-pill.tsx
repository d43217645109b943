import type { SessionStatus } from '../../contract/state'
import { classNames } from '../design/class-names'
import { useCall } from './bench-context'
import styles from './connection-pill.module.css'

const hints: { readonly [S in SessionStatus]: string } = {
  new: 'Not connected yet',
  connecting: 'Opening sources and connecting',
  live: 'Connected to the handler',
  closing: 'Ending the session',
  closed: 'The session has ended',
  failed: 'The session failed',
}

export function roundTripText(ms: number): string {
  if (ms < 0.1) return '<0.1 ms'
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`
}

export function ConnectionPill() {
  const status = useCall((state) => state.status)
  const roundTripMs = useCall((state) => state.roundTripMs)
  return (
    <div className={styles.group}>
      {roundTripMs !== null && (
        <span className={styles.roundTrip} title="Round trip between this window and the engine">
          {roundTripText(roundTripMs)}
        </span>
      )}
      <div role="status" aria-label="Connection" className={styles.pill} title={hints[status]}>
        <span className={classNames(styles.dot, styles[status])} aria-hidden />
        {status}
      </div>
    </div>
  )
}
