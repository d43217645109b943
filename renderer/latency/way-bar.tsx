import { msText } from '../budget/budget-words'
import { classNames } from '../design/class-names'
import type { WayPart } from './frame-ways'
import styles from './part-bar.module.css'
import { wayWords } from './way-words'

interface WayBarProps {
  readonly parts: readonly WayPart[]
  readonly msOf: (part: WayPart) => number
  /** Is the whole width, ms. */
  readonly longestMs: number
}

/** The parts of a way side by side; what they are is told beside it in words. */
export const WayBar = ({ parts, msOf, longestMs }: WayBarProps) => (
  <span className={styles.bar} aria-hidden>
    {parts.map((part) => (
      <span
        key={part}
        className={styles[part]}
        title={`${wayWords[part].name} ${msText(msOf(part))}`}
        style={{ width: `${(Math.max(0, msOf(part)) / Math.max(0.1, longestMs)) * 100}%` }}
      />
    ))}
  </span>
)

/** The colour of a part, before its name. */
export const Swatch = ({ part }: { readonly part: WayPart }) => (
  <span className={classNames(styles.swatch, styles[part])} aria-hidden />
)
