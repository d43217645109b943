import { SendHorizontal } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useState } from 'react'
import { messageOf } from '../../contract/errors'
import { MAX_MESSAGE_BYTES } from '../../contract/json'
import type { SessionStatus } from '../../contract/state'
import { useBench, useCall, useOutsideSession } from '../app/bench-context'
import { Button } from '../design/button'
import { classNames } from '../design/class-names'
import styles from './composer.module.css'
import type { ComposerCheck } from './composer-text'
import { checkMessage } from './composer-text'
import { countText } from './row-text'
import { createSentHistory } from './sent-history'

const MAX_ROWS = 6

export function hintOf(check: ComposerCheck): string {
  switch (check.kind) {
    case 'empty':
      return ''
    case 'text':
      return 'text'
    case 'json':
      return 'JSON'
    case 'broken-json':
      return `Not valid JSON, would be sent as text: ${check.reason}`
    case 'too-large':
      return `${countText(check.bytes)} bytes: a message has at most ${countText(MAX_MESSAGE_BYTES)}`
  }
}

/** Why nothing can be sent now; null when it can. */
export function whyNot(status: SessionStatus, isOutside: boolean): string | null {
  if (isOutside) return 'Messages of this session are sent by its client'
  if (status === 'live') return null
  return status === 'connecting' ? 'Connecting' : 'Press Start to send messages'
}

/** The message being written, and the keys that send it or bring back earlier ones. */
function useDraft(canSend: boolean) {
  const { call } = useBench()
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [history] = useState(createSentHistory)
  const check = checkMessage(text)
  const isSendable = canSend && check.kind !== 'empty' && check.kind !== 'too-large'

  const write = (next: string) => {
    setText(next)
    setFailure(null)
  }
  const send = () => {
    if (!isSendable) return
    try {
      call.sendText(text)
      history.add(text)
      write('')
    } catch (thrown) {
      setFailure(messageOf(thrown))
    }
  }
  const recall = (next: string | null, event: KeyboardEvent) => {
    if (next === null) return
    event.preventDefault()
    write(next)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    }
    const { selectionStart, value } = event.currentTarget
    // In the middle of several lines the arrows move the cursor.
    const isFirstLine = !value.slice(0, selectionStart).includes('\n')
    const isLastLine = !value.slice(selectionStart).includes('\n')
    if (event.key === 'ArrowUp' && isFirstLine) recall(history.older(value), event)
    if (event.key === 'ArrowDown' && isLastLine) recall(history.newer(), event)
  }
  return { text, check, failure, isSendable, write, send, onKeyDown }
}

export function Composer() {
  const isOutside = useOutsideSession() !== null
  const reason = useCall((state) => whyNot(state.status, isOutside))
  const { text, check, failure, isSendable, write, send, onKeyDown } = useDraft(reason === null)
  return (
    <div className={styles.composer}>
      <textarea
        aria-label="Message"
        className={styles.text}
        placeholder={reason ?? 'Text or JSON; Enter sends, Shift+Enter breaks the line'}
        rows={Math.min(MAX_ROWS, text.split('\n').length)}
        spellCheck={false}
        disabled={reason !== null}
        value={text}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <Hint check={check} failure={failure} />
      <Button icon={SendHorizontal} disabled={!isSendable} title={reason ?? undefined} onClick={send}>
        Send
      </Button>
    </div>
  )
}

function Hint({ check, failure }: { readonly check: ComposerCheck; readonly failure: string | null }) {
  const isBad = failure !== null || check.kind === 'too-large'
  const text = failure ?? hintOf(check)
  const tone = isBad ? styles.bad : check.kind === 'broken-json' && styles.doubtful
  return (
    <span role={isBad ? 'alert' : undefined} className={classNames(styles.hint, tone)} title={text}>
      {text}
    </span>
  )
}
