import { useEffect, useState } from 'react'
import type { TurnTaking } from '../../contract/turns'
import { useBench, useOutsideSession, useSignal, useStageStatus } from '../app/bench-context'
import { classNames } from '../design/class-names'
import { Tooltip } from '../design/tooltip'
import { TurnControls } from './turn-controls'
import { TurnLane } from './turn-lane'
import styles from './turn-panel.module.css'
import type { TurnPhase, TurnTimes } from './turn-trace'
import { phaseText, type Speaker, speakerWords, spokenWords, turnReadings } from './turn-words'

/** The conversation with a handler that takes turns: who speaks when, how long it takes, and a hand in it. */
export function TurnPanel({ turns }: { readonly turns: TurnTaking }) {
  const feed = useBench().turns
  const { phase, times, wakeWord } = useSignal(feed.status)
  const live = useStageStatus() === 'live'
  const speaker = useOutsideSession() ? 'client' : 'you'
  return (
    <section className={styles.panel} aria-label="Turns">
      <header className={styles.header}>
        <h2>Turns</h2>
        {live && <span className={classNames(styles.phase, styles[phase])}>{phaseText(phase, speaker)}</span>}
        <Legend wakeWord={wakeWord} speaker={speaker} />
      </header>
      <div className={styles.body}>
        <TurnLane />
        <div className={styles.side}>
          <Readings times={times} />
          <TurnControls turns={turns} />
        </div>
      </div>
      <Spoken phase={live ? phase : 'listening'} speaker={speaker} />
    </section>
  )
}

interface LegendProps {
  readonly wakeWord: string | null
  readonly speaker: Speaker
}

function Legend({ wakeWord, speaker }: LegendProps) {
  return (
    <ul className={styles.legend} aria-label="Legend">
      <li className={styles.speechItem} title="How likely the sound was speech; the line is at 0.5">
        Speech
      </li>
      <li className={classNames(styles.youItem, wakeWord !== null && styles.awake)}>
        {speakerWords[speaker]}
        {wakeWord !== null && `: ${wakeWord}`}
      </li>
      <li className={styles.waitingItem}>Waiting</li>
      <li className={styles.replyItem}>Reply</li>
      <li className={styles.markItem}>Interrupted</li>
    </ul>
  )
}

const Readings = ({ times }: { readonly times: TurnTimes | null }) => (
  <dl className={styles.readings} aria-label="Last turn">
    {turnReadings(times).map(({ label, value, meaning }) => (
      <Tooltip key={label} text={meaning}>
        <div className={styles.reading}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      </Tooltip>
    ))}
  </dl>
)

const SPOKEN_AFTER_MS = 400

/** For those who do not see the lane: a step that is over at once is not told. */
function Spoken({ phase, speaker }: { readonly phase: TurnPhase; readonly speaker: Speaker }) {
  const [settled, setSettled] = useState(phase)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(phase), SPOKEN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [phase])
  return (
    <p className={styles.unseen} role="status" aria-label="Turn" aria-live="polite">
      {spokenWords(settled, speaker)}
    </p>
  )
}
