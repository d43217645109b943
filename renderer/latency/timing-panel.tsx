import { useState } from 'react'
import { CallBudget } from '../budget/call-budget'
import { Segments } from '../design/segments'
import { useShownSession } from '../messages/use-shown-session'
import { FramesPanel } from './frames-panel'
import styles from './timing-panel.module.css'
import { TurnLatencyPanel } from './turn-latency-panel'

const parts = [
  { value: 'calls', label: 'Calls' },
  { value: 'turns', label: 'Turns' },
  { value: 'frames', label: 'Frames' },
] as const

/** Where the time goes: in the calls of the handler's methods, between what is said and the answer, and on the way of each frame. */
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
        {part === 'frames' && <FramesPanel sessionId={sessionId} />}
      </div>
    </div>
  )
}
