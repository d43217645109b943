import type { LucideIcon } from 'lucide-react'
import { Bug, ChevronRight, CircleAlert, Cpu, Info, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import { classNames } from '../design/class-names'
import { SourceLink } from '../inspector/source-link'
import { searched } from '../inspector/use-text-marks'
import { clockText, countText } from '../messages/row-text'
import { type LineLevel, levelOf } from './console-levels'
import styles from './console-line.module.css'
import type { LineGroup } from './line-groups'

const looks: { readonly [L in LineLevel]: { readonly icon: LucideIcon; readonly word: string } } = {
  error: { icon: CircleAlert, word: 'error' },
  warn: { icon: TriangleAlert, word: 'warning' },
  info: { icon: Info, word: 'info' },
  debug: { icon: Bug, word: 'debug' },
  engine: { icon: Cpu, word: 'engine' },
}

export interface ConsoleLineProps {
  readonly group: LineGroup
  readonly isOpen: boolean
  readonly isTabStop: boolean
  readonly isMatch: boolean
  readonly onToggle: () => void
}

/** What was written, its first line; how often it was repeated; and where. */
export const ConsoleLine = memo(function ConsoleLine(props: ConsoleLineProps) {
  const { group, isOpen, isTabStop, isMatch, onToggle } = props
  const { row, count, lastUs } = group
  const level = levelOf(row)
  const { icon: Icon, word } = looks[level]
  const [first = '', ...more] = row.summary.split('\n')
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button in it is for keys; the line is its large target.
    // biome-ignore lint/a11y/noStaticElementInteractions: as above.
    <div className={classNames(styles.line, styles[level], isMatch && styles.match)} onClick={onToggle}>
      <button
        type="button"
        aria-label={isOpen ? 'Fold line' : 'Unfold line'}
        aria-expanded={isOpen}
        tabIndex={isTabStop ? 0 : -1}
        className={styles.fold}
      >
        <ChevronRight size={12} aria-hidden />
      </button>
      <span className={styles.time}>{clockText(row.atUs)}</span>
      <Icon size={13} role="img" aria-label={word} className={styles.icon} />
      {count > 1 && (
        <span className={styles.count} title={`${countText(count)} times, the last at ${clockText(lastUs)}`}>
          ×{countText(count)}
        </span>
      )}
      {row.kind === 'error' && row.type && <span className={styles.type}>{row.type}</span>}
      <span className={styles.text} {...searched}>
        {first}
        {(more.length > 0 || row.truncated) && <span className={styles.more}> …</span>}
      </span>
      {row.position && <SourceLink position={row.position} className={styles.position} />}
    </div>
  )
})
