import { classNames } from '../design/class-names'
import styles from './leg-times.module.css'
import type { LegTime } from './legs'

/** How long each part of the way took; the slow ones say why that may be. */
export function LegTimes({ legs }: { readonly legs: readonly LegTime[] }) {
  if (legs.length === 0) return null
  const longest = Math.max(...legs.map(({ ms }) => ms), 1)
  return (
    <section className={styles.legs} aria-label="How long it took">
      <h3>How long it took</h3>
      <ul className={styles.list}>
        {legs.map(({ label, ms, slow }) => (
          <li key={label} className={classNames(styles.leg, slow !== null && styles.slow)}>
            <span className={styles.label}>{label}</span>
            <span className={styles.ms}>{Math.round(ms).toLocaleString('en')} ms</span>
            <span className={styles.track} aria-hidden>
              <span className={styles.bar} style={{ width: `${(ms / longest) * 100}%` }} />
            </span>
            {slow && <span className={styles.why}>Slow. {slow}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
