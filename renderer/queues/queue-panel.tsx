import { Layers } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { QueueReading, SessionEntry } from '../../contract/state'
import { useActiveSession } from '../app/bench-context'
import { Button } from '../design/button'
import { classNames } from '../design/class-names'
import { Popover } from '../design/popover'
import { useNow } from '../handlers/use-now'
import type { DropMemory } from './drop-memory'
import { droppedRecently, rememberDrops } from './drop-memory'
import styles from './queue-panel.module.css'
import { ageText, depthText, droppedText, fillOf, queueWords } from './queue-words'

/** What waits where in the call; it draws attention only while something is dropped. */
export function QueuePanel() {
  const session = useActiveSession()
  if (!session) return null
  return <SessionQueues key={session.id} session={session} />
}

function useRecentDrops(queues: readonly QueueReading[]): (reading: QueueReading) => boolean {
  const [memory, setMemory] = useState<DropMemory>({})
  const now = useNow(1000)
  useEffect(() => setMemory((before) => rememberDrops(before, queues, Date.now())), [queues])
  return ({ name }) => droppedRecently(memory, name, now)
}

function SessionQueues({ session: { queues } }: { readonly session: SessionEntry }) {
  const isDropping = useRecentDrops(queues)
  const dropping = queues.filter(isDropping)
  const label = dropping.length > 0 ? 'Queues: something was dropped just now' : 'Queues'
  const trigger = (
    <Button
      tone="quiet"
      icon={Layers}
      aria-label={label}
      className={classNames(styles.trigger, dropping.length > 0 && styles.warning)}
    >
      Queues
    </Button>
  )
  return (
    <Popover label="Queues" width="wide" trigger={trigger}>
      {queues.length === 0 ? (
        <p className={styles.none}>The first readings come within a second.</p>
      ) : (
        <QueueTable queues={queues} isDropping={isDropping} />
      )}
    </Popover>
  )
}

interface QueueTableProps {
  readonly queues: readonly QueueReading[]
  readonly isDropping: (reading: QueueReading) => boolean
}

const QueueTable = ({ queues, isDropping }: QueueTableProps) => (
  <table className={styles.table}>
    <caption className={styles.caption}>What waits in this call</caption>
    <thead>
      <tr>
        <th scope="col">Queue</th>
        <th scope="col">Waiting</th>
        <th scope="col" className={styles.number}>
          Oldest
        </th>
        <th scope="col" className={styles.number}>
          Dropped
        </th>
      </tr>
    </thead>
    <tbody>
      {queues.map((reading) => (
        <QueueRow key={reading.name} reading={reading} dropping={isDropping(reading)} />
      ))}
    </tbody>
  </table>
)

function QueueRow({ reading, dropping }: { readonly reading: QueueReading; readonly dropping: boolean }) {
  const { name, ageMs, dropped, reason } = reading
  return (
    <tr className={classNames(dropping && styles.warning)}>
      <th scope="row" className={styles.name}>
        {queueWords[name]}
        {dropped > 0 && reason && <span className={styles.reason}>{reason}</span>}
      </th>
      <td>
        <span className={styles.bar} aria-hidden>
          <span className={styles.fill} style={{ width: `${fillOf(reading) * 100}%` }} />
        </span>
        <span className={styles.depth}>{depthText(reading)}</span>
      </td>
      <td className={styles.number}>{ageText(ageMs)}</td>
      <td className={styles.number}>{droppedText(reading)}</td>
    </tr>
  )
}
