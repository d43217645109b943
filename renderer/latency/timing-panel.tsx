import { useState } from 'react'
import { CallBudget } from '../budget/call-budget'
import { Segments } from '../design/segments'
import { useShownSession } from '../messages/use-shown-session'
import { PathPanel } from './path-panel'
import styles from './timing-panel.module.css'
import { TurnLatencyPanel } from './turn-latency-panel'

const parts = [
  { value: 'calls', label: 'Calls' },
  { value: 'turns', label: 'Turns' },
  { value: 'path', label: 'Way of the sound' },
] as const

/** Where the time goes: in the calls of the handler's methods, between what is said and the answer, and on the way of an echo. */
export function TimingPanel() {
  const sessionId = useShownSession()
  const [part, setPart] = useState<(typeof parts)[number]['value']>('calls')
  return (
    <div className={styles.panel}>
      <div className={styles.toolbar}>
        <Segments label="Timing of" value={part} options={parts} onChange={setPart} />
      </div>
      <div className={styles.content}>
        {part === 'calls' && <CallBudget />}
        {part === 'turns' && <TurnLatencyPanel sessionId={sessionId} />}
        {part === 'path' && <PathPanel />}
      </div>
    </div>
  )
}
