import type { JournalRow } from '../../contract/journal'
import { classNames } from '../design/class-names'
import { PacketDetail } from './packet-detail'
import type { StreamKey } from './packet-filter'
import styles from './packet-side.module.css'
import { StreamChart } from './stream-chart'

export interface PacketSideProps {
  readonly sessionId: string
  readonly stream: StreamKey | null
  readonly row: JournalRow | null
}

/** The chart of the stream and the packet that were chosen. */
export function PacketSide({ sessionId, stream, row }: PacketSideProps) {
  if (!stream && !row) return null
  return (
    <div className={classNames(styles.side, row && styles.withPacket)}>
      {stream && <StreamChart sessionId={sessionId} stream={stream} />}
      {row ? (
        <PacketDetail sessionId={sessionId} row={row} />
      ) : (
        <p className={styles.hint}>Choose a packet to see what is in it.</p>
      )}
    </div>
  )
}
