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

/** What a person reads; the name of the state where that says it already. */
const words: { readonly [S in SessionStatus]?: string } = { new: 'not connected' }

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
        <span className={styles.roundTrip} title="Round-trip time between this window and the engine">
          <abbr className={styles.unit}>RTT</abbr> <span>{roundTripText(roundTripMs)}</span>
        </span>
      )}
      <div role="status" aria-label="Connection" className={styles.pill} title={hints[status]}>
        <span className={classNames(styles.dot, styles[status])} aria-hidden />
        <StatusWord status={status} />
      </div>
    </div>
  )
}

/** The state is always in the text: assistive technology and tests know it by that. */
function StatusWord({ status }: { readonly status: SessionStatus }) {
  const word = words[status]
  if (!word) return <span>{status}</span>
  return (
    <span>
      <span className={styles.unseen}>{status}: </span>
      {word}
    </span>
  )
}
