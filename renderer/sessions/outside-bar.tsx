import { X } from 'lucide-react'
import type { SessionEntry } from '../../contract/state'
import { useAttempt, useBench, useMirror } from '../app/bench-context'
import { Button } from '../design/button'
import { DetectiveButton } from '../detective/detective-button'
import { useNow } from '../handlers/use-now'
import { LoudnessButton } from '../loudness/loudness-button'
import { useChooseSession } from './choose-session'
import styles from './outside-bar.module.css'
import { clientText, doorLooks, placesText, statusWords, timeText } from './session-words'

/** In place of the own sources: whose session this is, how it fares, and how to end it or to turn away. */
export function OutsideBar({ session }: { readonly session: SessionEntry }) {
  const { client } = useBench()
  const attempt = useAttempt('end session')
  const choose = useChooseSession()
  const { id: sessionId, client: other, status } = session
  const { icon: Icon } = doorLooks[other.door]
  const end = () => attempt(() => client.request('session.close', { sessionId }))
  return (
    <header className={styles.bar}>
      <Icon size={16} aria-hidden className={styles.icon} />
      <div className={styles.texts}>
        <h2 className={styles.who}>{clientText(session)}</h2>
        <Facts session={session} />
      </div>
      <DetectiveButton />
      <LoudnessButton />
      <Button onClick={() => choose(null)}>Back to this window</Button>
      <Button tone="danger" icon={X} disabled={status === 'closing'} onClick={end}>
        End session
      </Button>
    </header>
  )
}

function Facts({ session }: { readonly session: SessionEntry }) {
  const { handlerId, handlerVersion, status, openedAt, client } = session
  const now = useNow(1000)
  const manifest = useMirror(({ bench }) => bench.handlers[handlerId]?.manifest)
  const taken = useMirror(
    ({ bench }) =>
      Object.values(bench.sessions).filter((one) => one.handlerId === handlerId && one.closedAt === null)
        .length,
  )
  const facts = [
    statusWords[status],
    timeText(now - openedAt, manifest?.timeLimitInS ?? null),
    `${manifest?.title ?? handlerId} v${handlerVersion}`,
    placesText(manifest, taken),
  ]
  return (
    <p className={styles.facts}>
      {facts.filter(Boolean).join(' · ')} · <span title={client.webrtcId}>id {client.webrtcId}</span>
    </p>
  )
}
