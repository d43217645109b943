import { CircleAlert, CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react'
import { classNames } from '../design/class-names'
import type { Verdict } from './verdict'
import styles from './verdict-bar.module.css'

const looks = {
  good: { icon: CircleCheck, word: 'Good connection', text: 'nothing is lost, late or frozen to speak of' },
  poor: { icon: TriangleAlert, word: 'Poor connection', text: '' },
  bad: { icon: CircleAlert, word: 'Bad connection', text: '' },
} as const

export interface VerdictBarProps {
  readonly verdict: Verdict | null
  /** A part was picked: its end is judged, not the end of the call. */
  readonly isPart: boolean
}

/** How good the connection is, in words. */
export function VerdictBar({ verdict, isPart }: VerdictBarProps) {
  if (!verdict)
    return (
      <p className={styles.bar} role="status">
        <CircleHelp size={15} aria-hidden className={styles.unknown} />
        <span>There is too little to judge the connection by.</span>
      </p>
    )
  const { grade, reasons, seconds } = verdict
  const { icon: Icon, word, text } = looks[grade]
  return (
    <section className={styles.bar} aria-label="Verdict">
      <Icon size={15} aria-hidden className={styles[grade]} />
      <strong className={classNames(styles.word, styles[grade])} role="status">
        {word}
      </strong>
      {reasons.length === 0 ? (
        <span>{text}</span>
      ) : (
        <ul className={styles.reasons}>
          {reasons.map((reason) => (
            <li key={reason.text}>
              {reason.text} <span className={styles.remedy}>{reason.remedy}</span>
            </li>
          ))}
        </ul>
      )}
      <span className={styles.span}>
        last {Math.round(seconds)} s{isPart && ' of this part'}
      </span>
    </section>
  )
}
