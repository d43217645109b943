import { Hand } from 'lucide-react'
import { memo } from 'react'
import { useBench } from '../app/bench-context'
import { classNames } from '../design/class-names'
import { IconToggle } from '../design/icon-toggle'
import { countText } from '../messages/row-text'
import styles from './gate-toggle.module.css'
import { usePassingSession, useRuleBook, useRuleForce } from './use-gate'

/** Opens the rules for messages on their way; says that some hold, and how many messages wait, when they are not in sight, too. */
export const GateToggle = memo(function GateToggle() {
  const { store } = useBench().inspector.ruleBook
  const session = usePassingSession()
  const isOpen = useRuleBook((state) => state.isOpen)
  const isOn = useRuleForce(session) !== 'none' || (session?.messageGate.rules.length ?? 0) > 0
  const held = session?.messageGate.held.length ?? 0
  return (
    <span className={styles.toggle}>
      <IconToggle
        label="Hold messages"
        hint={held > 0 ? `${countText(held)} held` : 'Hold, edit, delay or drop messages on their way'}
        icon={Hand}
        pressed={isOpen}
        onChange={(pressed) => store.setState({ isOpen: pressed })}
      />
      {(isOn || held > 0) && (
        <span className={classNames(styles.badge, held > 0 && styles.held)} role="status">
          {held > 0 ? (
            <>
              {countText(held)} <span className={styles.unseen}>held</span>
            </>
          ) : (
            <span className={styles.unseen}>Rules hold</span>
          )}
        </span>
      )}
    </span>
  )
})
