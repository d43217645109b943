import { SendHorizontal } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { memo, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { messageOf } from '../../contract/errors'
import { useBench, useCall, useOutsideSession, useSignal } from '../app/bench-context'
import { Button } from '../design/button'
import { classNames } from '../design/class-names'
import styles from './composer.module.css'
import type { ComposerCheck } from './composer-text'
import { checkMessage, hintOf, isSendable, whyNot } from './composer-text'
import { RepeatButton } from './repeat-button'
import { RunningRepeats } from './running-repeats'
import { SavedMessages } from './saved-messages'
import { createSentHistory } from './sent-history'

const MAX_ROWS = 6

/** The message being written, and the keys that send it or bring back earlier ones. */
function useDraft(canSend: boolean) {
  const { call, inspector } = useBench()
  const { text } = useSignal(inspector.draft)
  const variables = useStore(inspector.library, (state) => state.variables)
  const [failure, setFailure] = useState<string | null>(null)
  const [history] = useState(createSentHistory)
  const check = checkMessage(text, variables)
  const isReady = canSend && isSendable(check)

  const write = (next: string) => {
    inspector.draft.write({ text: next, wants: 'nothing' })
    setFailure(null)
  }
  const send = () => {
    if (!isReady) return
    try {
      call.sendText(inspector.fillIn(text))
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
  return { text, check, failure, isReady, write, send, onKeyDown }
}

/** Puts the caret into the field when a message was put there from elsewhere. */
function useWantedFocus() {
  const { draft } = useBench().inspector
  const field = useRef<HTMLTextAreaElement>(null)
  const { wants, text } = useSignal(draft)
  useEffect(() => {
    if (wants !== 'focus') return
    draft.write({ text, wants: 'nothing' })
    field.current?.focus()
  }, [draft, wants, text])
  return field
}

export const Composer = memo(function Composer() {
  const isOutside = useOutsideSession() !== null
  const reason = useCall((state) => whyNot(state.status, isOutside))
  const { text, check, failure, isReady, write, send, onKeyDown } = useDraft(reason === null)
  const field = useWantedFocus()
  return (
    <>
      <RunningRepeats />
      <div className={styles.composer}>
        <SavedMessages text={text} onText={write} canSend={reason === null} />
        <textarea
          ref={field}
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
        <RepeatButton text={text} isReady={isReady} />
        <Button icon={SendHorizontal} disabled={!isReady} title={reason ?? undefined} onClick={send}>
          Send
        </Button>
      </div>
    </>
  )
})

function Hint({ check, failure }: { readonly check: ComposerCheck; readonly failure: string | null }) {
  const isBad = failure !== null || check.kind === 'too-large' || check.kind === 'unknown-variable'
  const text = failure ?? hintOf(check)
  const tone = isBad ? styles.bad : check.kind === 'broken-json' && styles.doubtful
  return (
    <span role={isBad ? 'alert' : undefined} className={classNames(styles.hint, tone)} title={text}>
      {text}
    </span>
  )
}
