import { Plus } from 'lucide-react'
import { useBench } from '../app/bench-context'
import { Button } from '../design/button'
import styles from './gate-panel.module.css'
import { HeldMessages } from './held-messages'
import { RuleLine } from './rule-line'
import { usePassingSession, useRuleBook, useRuleForce } from './use-gate'

const newRule = { direction: 'both', query: '', action: { do: 'hold' }, enabled: false } as const

/** What is done to messages on their way between client and handler, and those that wait for the person. */
export function GatePanel({ types }: { readonly types: readonly string[] }) {
  const { ruleBook } = useBench().inspector
  const session = usePassingSession()
  const { isOpen, rules } = useRuleBook((state) => state)
  if (!isOpen) return null
  return (
    <section className={styles.panel} aria-label="Messages on their way">
      {session && <HeldMessages session={session} />}
      <header className={styles.head}>
        <h3 className={styles.heading}>Rules</h3>
        <ForceNote />
        <span className={styles.space} />
        <Button tone="quiet" icon={Plus} onClick={() => ruleBook.add(newRule)}>
          Add a rule
        </Button>
      </header>
      {rules.length === 0 ? (
        <p className={styles.empty}>
          A rule holds, delays or drops messages on their way between client and handler. Held ones wait here
          until you let them go, edited or not, or drop them.
        </p>
      ) : (
        <ol className={styles.list}>
          {rules.map((rule, index) => (
            <RuleLine
              key={rule.id}
              rule={rule}
              place={index + 1}
              isLast={index === rules.length - 1}
              types={types}
            />
          ))}
        </ol>
      )}
    </section>
  )
}

/** Where the rules hold, when that is not the session in sight. */
function ForceNote() {
  const { ruleBook } = useBench().inspector
  const session = usePassingSession()
  const force = useRuleForce(session)
  if (force === 'next call')
    return <span className={styles.note}>They hold from the beginning of your next call.</span>
  if (force !== 'not here' || !session) return null
  const hasOthers = session.messageGate.rules.length > 0
  return (
    <span className={styles.note}>
      {hasOthers ? 'Other rules hold in this session.' : 'They do not hold in this session yet.'}{' '}
      <Button tone="quiet" onClick={() => ruleBook.follow(session.id)}>
        Apply here
      </Button>
    </span>
  )
}
