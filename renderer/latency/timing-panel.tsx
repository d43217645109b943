import { useState } from 'react'
import { CallBudget } from '../budget/call-budget'
import { Segments } from '../design/segments'
import { useShownSession } from '../messages/use-shown-session'
import styles from './timing-panel.module.css'
import { TurnLatencyPanel } from './turn-latency-panel'

const parts = [
  { value: 'calls', label: 'Calls' },
  { value: 'turns', label: 'Turns' },
] as const

/** Where the time goes: in the calls of the handler's methods, and between what is said and the answer. */
export function TimingPanel() {
  const sessionId = useShownSession()
  const [part, setPart] = useState<'calls' | 'turns'>('calls')
  return (
    <div className={styles.panel}>
      <div className={styles.toolbar}>
        <Segments label="Timing of" value={part} options={parts} onChange={setPart} />
      </div>
      <div className={styles.content}>
        {part === 'calls' ? <CallBudget /> : <TurnLatencyPanel sessionId={sessionId} />}
      </div>
    </div>
  )
}
