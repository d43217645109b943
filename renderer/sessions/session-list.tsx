import { AppWindow } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useEffect, useId, useRef } from 'react'
import type { SessionEntry } from '../../contract/state'
import { useBench, useCall, useMirror, useSignal } from '../app/bench-context'
import { classNames } from '../design/class-names'
import { Option, type OptionProps } from '../design/option'
import { stepIndex } from '../handlers/handler-list'
import { useNow } from '../handlers/use-now'
import { useChooseSession } from './choose-session'
import styles from './session-pane.module.css'
import { addressText, clockText, doorLooks, statusWords } from './session-words'

/** Of the row that stands for this window. */
const OWN = 'own'

/** This window first, then who came in from outside, newest first; one of them is what the window shows. */
export function SessionList({ sessions }: { readonly sessions: readonly SessionEntry[] }) {
  const baseId = useId()
  const list = useRef<HTMLDivElement>(null)
  const now = useNow(1000)
  const shownId = useSignal(useBench().outside.id)
  const choose = useChooseSession()
  const ids = [OWN, ...sessions.map(({ id }) => id)]
  const index = ids.indexOf(shownId ?? OWN)
  const chooseAt = (at: number) => choose(sessions[at - 1] ?? null)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const next = stepIndex(event.key, index, ids.length)
    if (next === null) return
    event.preventDefault()
    chooseAt(next)
  }

  useEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' })
  }, [index])

  return (
    <div
      ref={list}
      role="listbox"
      aria-label="Sessions"
      tabIndex={0}
      aria-activedescendant={`${baseId}${ids[index]}`}
      className={styles.list}
      onKeyDown={onKeyDown}
    >
      <OwnOption id={`${baseId}${OWN}`} selected={shownId === null} onSelect={() => chooseAt(0)} />
      {sessions.map((session, at) => (
        <SessionOption
          key={session.id}
          session={session}
          id={`${baseId}${session.id}`}
          selected={session.id === shownId}
          time={clockText(now - session.openedAt)}
          onSelect={() => chooseAt(at + 1)}
        />
      ))}
    </div>
  )
}

type RowProps = Pick<OptionProps, 'id' | 'selected' | 'onSelect'>

function OwnOption(props: RowProps) {
  const status = useCall((state) => state.status)
  const handlerId = useCall((state) => state.handlerId)
  const title = useMirror(({ bench }) => bench.handlers[handlerId ?? '']?.manifest?.title ?? handlerId)
  const isOn = status === 'live' || status === 'connecting'
  return (
    <Option {...props} className={styles.option}>
      <AppWindow size={15} aria-hidden />
      <span className={styles.name}>This window</span>
      <span className={styles.state}>{isOn ? statusWords[status] : ''}</span>
      <span className={styles.meta}>{isOn ? title : 'not connected'}</span>
    </Option>
  )
}

interface SessionOptionProps extends RowProps {
  readonly session: SessionEntry
  readonly time: string
}

function SessionOption({ session, time, ...props }: SessionOptionProps) {
  const { client, status, host, handlerId } = session
  const { icon: Icon, word } = doorLooks[client.door]
  const title = useMirror(({ bench }) => bench.handlers[handlerId]?.manifest?.title ?? handlerId)
  const trouble = host === 'gone' ? 'stopped' : host === 'blocked' ? 'blocked' : null
  return (
    <Option {...props} className={styles.option} title={client.webrtcId}>
      <Icon size={15} aria-hidden />
      <span className={styles.name}>
        {word} {client.webrtcId !== session.id && <span className={styles.id}>{client.webrtcId}</span>}
      </span>
      <span className={classNames(styles.state, trouble && styles.trouble)}>
        {trouble ?? (status === 'live' ? time : statusWords[status])}
      </span>
      <span className={styles.meta}>{[title, addressText(client.address)].filter(Boolean).join(' · ')}</span>
    </Option>
  )
}
