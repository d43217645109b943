import { Route } from 'lucide-react'
import { classNames } from '../design/class-names'
import { EmptyState } from '../design/empty-state'
import figures from '../design/figure-table.module.css'
import { wholeMs } from './latency-words'
import styles from './path-panel.module.css'
import { pathParts, pathWords, type SoundPath } from './path-parts'
import { useSoundPath } from './use-sound-path'

const empty = {
  none: {
    title: 'No call of your own',
    text: 'For echoes and filters: how long a sound takes from your mouth to your ear, and where the time goes.',
  },
  unlike: {
    title: 'What comes back cannot be told from other sound',
    text: 'The way is measured where the handler sends back what it hears: speak for some seconds. A steady tone looks the same at any delay. For handlers that answer, see Turns.',
  },
} as const

/** The way of a block of sound through an echo or a filter, measured in what is sent and what comes back. */
export function PathPanel() {
  const state = useSoundPath()
  if (state.kind !== 'measured') {
    const { title, text } = empty[state.kind]
    return (
      <EmptyState icon={Route} title={title}>
        <span>{text}</span>
      </EmptyState>
    )
  }
  const { path, likeness } = state
  return (
    <section className={styles.panel} aria-label="Way of the sound">
      <p className={styles.total}>
        <strong>{wholeMs(path.totalMs)}</strong> from your mouth to your ear
        <span className={styles.faint}>
          {' '}
          measured in the last seconds; what came back is {Math.round(likeness * 100)} % like what was sent
        </span>
      </p>
      <PathBar path={path} />
      <table className={figures.table}>
        <tbody>
          {pathParts.map((part) => (
            <tr key={part}>
              <th scope="row">
                <span className={classNames(styles.swatch, styles[part])} aria-hidden />
                {pathWords[part].name} <span className={styles.faint}>{pathWords[part].about}</span>
              </th>
              <td>{wholeMs(path.parts[part])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const PathBar = ({ path: { parts, totalMs } }: { readonly path: SoundPath }) => (
  <span className={styles.bar} aria-hidden>
    {pathParts.map((part) => (
      <span
        key={part}
        className={styles[part]}
        title={`${pathWords[part].name} ${wholeMs(parts[part])}`}
        style={{ width: `${(Math.max(0, parts[part]) / Math.max(1, totalMs)) * 100}%` }}
      />
    ))}
  </span>
)
