import { TriangleAlert } from 'lucide-react'
import { Tooltip } from '../design/tooltip'
import { useStageSession } from './bench-context'
import { lossesOf } from './session-losses'
import styles from './top-bar.module.css'

/** Says what went missing in the call, as soon as anything does. */
export function LossNote() {
  const session = useStageSession()
  const losses = session ? lossesOf(session.counters) : []
  if (losses.length === 0) return null
  return (
    <Tooltip text={`${losses.map(({ meaning }) => meaning).join('; ')}.`}>
      <button type="button" className={styles.losses}>
        <TriangleAlert size={13} aria-hidden />
        {losses.map(({ short }) => short).join(' · ')}
      </button>
    </Tooltip>
  )
}
