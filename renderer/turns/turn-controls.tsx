import { CornerDownLeft, Mic, Zap } from 'lucide-react'
import type { FormEvent } from 'react'
import { useState } from 'react'
import type { TurnTaking } from '../../contract/turns'
import { useAttempt, useBench, useStageStatus } from '../app/bench-context'
import { Button } from '../design/button'
import { classNames } from '../design/class-names'
import { TextField } from '../design/text-field'
import styles from './turn-controls.module.css'
import { useHoldToTalk } from './use-hold-to-talk'

/** As much as a request takes. */
const MAX_TYPED_CHARS = 10_000

/** What a person can do about a turn besides speaking. */
export function TurnControls({ turns }: { readonly turns: TurnTaking }) {
  const live = useStageStatus() === 'live'
  const { typedText, pushToTalk } = turns
  return (
    <div className={classNames(styles.controls, typedText && styles.twoLines)}>
      {pushToTalk !== null && <HoldToTalk key={pushToTalk} name={pushToTalk} live={live} />}
      {typedText && <TypedTurn live={live} />}
      <ReplyNow live={live} />
    </div>
  )
}

function ReplyNow({ live }: { readonly live: boolean }) {
  const { steering } = useBench()
  const attempt = useAttempt('turn')
  return (
    <Button
      icon={Zap}
      disabled={!live}
      title="Ends your turn here: the handler replies to what it has heard"
      onClick={() => attempt(() => steering.trigger(null))}
    >
      Reply now
    </Button>
  )
}

function TypedTurn({ live }: { readonly live: boolean }) {
  const { steering } = useBench()
  const attempt = useAttempt('turn')
  const [text, setText] = useState('')
  const send = async () => {
    const typed = text.trim()
    if (typed === '') return
    await steering.trigger(typed)
    // What was written meanwhile stays.
    setText((now) => (now === text ? '' : now))
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (live) attempt(send)
  }
  return (
    <form className={styles.typed} onSubmit={onSubmit}>
      <TextField
        aria-label="Type instead of talking"
        placeholder="Type instead of talking"
        maxLength={MAX_TYPED_CHARS}
        disabled={!live}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {text !== '' && <CornerDownLeft size={13} aria-hidden className={styles.enter} />}
    </form>
  )
}

function HoldToTalk({ name, live }: { readonly name: string; readonly live: boolean }) {
  const { held, events } = useHoldToTalk(name, live)
  return (
    <Button
      icon={Mic}
      className={styles.hold}
      disabled={!live}
      aria-pressed={held}
      title="Hold it down, or hold the Space key, while you talk"
      {...events}
    >
      {held ? 'Talking' : 'Hold to talk'} <kbd className={styles.key}>Space</kbd>
    </Button>
  )
}
