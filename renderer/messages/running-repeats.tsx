import { Repeat2, Square } from 'lucide-react'
import { useBench, useSignal } from '../app/bench-context'
import { Button } from '../design/button'
import type { Repeat } from './repeats'
import { countText } from './row-text'
import styles from './running-repeats.module.css'

export function ruleText({ rule, sent }: Pick<Repeat, 'rule' | 'sent'>): string {
  if (rule.when === 'match') return `for each row of ${rule.query}, ${countText(sent)} sent`
  const of = rule.times === null ? '' : ` of ${countText(rule.times)}`
  return `every ${countText(rule.everyMs)} ms, ${countText(sent)}${of} sent`
}

/** Every message that goes out by itself, and how to stop it. */
export function RunningRepeats() {
  const { repeats } = useBench().inspector
  const running = useSignal(repeats.running)
  if (running.length === 0) return null
  return (
    <ul className={styles.repeats} aria-label="Repeats">
      {running.map((repeat) => (
        <li key={repeat.id} className={styles.repeat}>
          <Repeat2 size={13} aria-hidden className={styles.icon} />
          <code className={styles.text} title={repeat.text}>
            {repeat.text}
          </code>
          <span className={styles.rule}>{ruleText(repeat)}</span>
          {repeat.failure && <span className={styles.failure}>{repeat.failure}</span>}
          <Button tone="quiet" icon={Square} onClick={() => repeats.stop(repeat.id)}>
            Stop repeating
          </Button>
        </li>
      ))}
    </ul>
  )
}
