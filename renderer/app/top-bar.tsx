import { AudioLines, Play, Square } from 'lucide-react'
import { isActive } from '../call/call-state'
import { Button } from '../design/button'
import { HostBadge } from '../host/host-badge'
import { QueuePanel } from '../queues/queue-panel'
import { SettingsButton } from '../settings/settings-button'
import { useAttempt, useBench, useCall, useMirror, useSelectedHandler } from './bench-context'
import { ConnectionPill } from './connection-pill'
import { LossNote } from './loss-note'
import styles from './top-bar.module.css'

export function TopBar() {
  const handler = useSelectedHandler()
  return (
    <header className={styles.bar}>
      <h1 className={styles.product}>
        <AudioLines size={16} aria-hidden /> Soundcheck
      </h1>
      <span className={styles.title}>{handler ? (handler.manifest?.title ?? handler.id) : 'No handler'}</span>
      <div className={styles.end}>
        <OtherCall selectedId={handler?.id ?? null} />
        <HostBadge />
        <QueuePanel />
        <LossNote />
        <ConnectionPill />
        <SettingsButton />
        <StartStop handlerId={handler?.id ?? null} canStart={handler?.manifest != null} />
      </div>
    </header>
  )
}

/** The call goes on while another handler is looked at; say which one Stop would end. */
function OtherCall({ selectedId }: { readonly selectedId: string | null }) {
  const id = useCall(({ status, handlerId }) => (isActive(status) ? handlerId : null))
  const title = useMirror(({ bench }) => (id ? (bench.handlers[id]?.manifest?.title ?? id) : null))
  if (!title || id === selectedId) return null
  return <span className={styles.other}>in a call with {title}</span>
}

function StartStop({
  handlerId,
  canStart,
}: {
  readonly handlerId: string | null
  readonly canStart: boolean
}) {
  const { call } = useBench()
  const attempt = useAttempt('start')
  const status = useCall((state) => state.status)
  const hasEngine = useMirror(({ link }) => link !== 'ended')
  if (isActive(status)) {
    return (
      <Button
        tone="danger"
        icon={Square}
        className={styles.start}
        disabled={status === 'closing'}
        onClick={() => attempt(() => call.stop())}
      >
        Stop
      </Button>
    )
  }
  return (
    <Button
      tone="primary"
      icon={Play}
      className={styles.start}
      disabled={!handlerId || !canStart || !hasEngine}
      onClick={() => handlerId && attempt(() => call.start(handlerId))}
    >
      Start
    </Button>
  )
}
