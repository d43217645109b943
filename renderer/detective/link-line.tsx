import type { LucideIcon } from 'lucide-react'
import {
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CircleQuestionMark,
  CircleX,
  LoaderCircle,
} from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '../design/button'
import { classNames } from '../design/class-names'
import { verdictWords } from './chain-words'
import type { Finding, Remedy, Verdict } from './finding'
import { remedies } from './finding'
import styles from './link-line.module.css'

const icons: { readonly [V in Verdict]: LucideIcon } = {
  ok: CircleCheck,
  dead: CircleX,
  meant: CirclePause,
  unknown: CircleQuestionMark,
  unused: CircleMinus,
  skipped: CircleDashed,
}

export interface LinkLineProps {
  readonly title: string
  readonly looksAt: string
  readonly finding: Finding
  /** With what to do about it. */
  readonly isOpened: boolean
  /** It may still be judged. */
  readonly isLooking: boolean
  readonly onRemedy: (remedy: Remedy) => void
}

/** One link: its verdict as an icon and a word, what was seen, and what to do. */
export function LinkLine({ title, looksAt, finding, isOpened, isLooking, onRemedy }: LinkLineProps) {
  const { verdict, evidence, remedy, actions } = finding
  const isWaiting = isLooking && verdict === 'unknown'
  const Icon = isWaiting ? LoaderCircle : icons[verdict]
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isOpened && !isLooking) line.current?.scrollIntoView?.({ block: 'nearest' })
  }, [isOpened, isLooking])
  return (
    <li ref={line} className={classNames(styles.line, styles[verdict], isOpened && styles.opened)}>
      <Icon size={15} aria-hidden className={styles.icon} />
      <div className={styles.text}>
        <p className={styles.head}>
          <span className={styles.title}>{title}</span>
          <span className={styles.evidence}>{verdict === 'skipped' ? looksAt : evidence}</span>
          <span className={styles.verdict}>{isWaiting ? 'looking' : verdictWords[verdict]}</span>
        </p>
        {isOpened && remedy && <p className={styles.remedy}>{remedy}</p>}
        {isOpened && actions.length > 0 && (
          <p className={styles.actions}>
            {actions.map((action) => (
              <Button key={action} onClick={() => onRemedy(action)}>
                {remedies[action]}
              </Button>
            ))}
          </p>
        )}
      </div>
    </li>
  )
}
