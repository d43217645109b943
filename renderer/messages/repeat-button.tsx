import { Repeat2 } from 'lucide-react'
import type { FormEvent } from 'react'
import { useId, useState } from 'react'
import { useBench, useSignal } from '../app/bench-context'
import { Button, IconButton } from '../design/button'
import { Popover } from '../design/popover'
import { Segments } from '../design/segments'
import { TextField } from '../design/text-field'
import { QueryField } from '../inspector/query-field'
import { errorText } from '../inspector/read-query'
import { useReadQuery } from '../inspector/use-read-query'
import styles from './repeat-button.module.css'
import { MIN_REPEAT_MS, type RepeatRule } from './repeats'

export interface RepeatButtonProps {
  /** What would be repeated. */
  readonly text: string
  /** Whether it can be sent now. */
  readonly isReady: boolean
}

const known = {
  types: [],
  saved: [],
  history: [],
  examples: [
    { text: 'kind:message dir:out data.type:ping', about: 'Each ping of the handler' },
    { text: 'kind:turn', about: 'Each step of the conversation' },
    { text: 'kind:error', about: 'Each error' },
  ],
} as const

/** Sends what is written again and again: on a timer, or for each row that matches. */
export function RepeatButton({ text, isReady }: RepeatButtonProps) {
  const { draft } = useBench().inspector
  const wantsRepeat = useSignal(draft).wants === 'repeat'
  const [isOpen, setOpen] = useState(false)
  const onOpen = (open: boolean) => {
    setOpen(open)
    if (wantsRepeat) draft.write({ text, wants: 'nothing' })
  }
  return (
    <Popover
      label="Repeat the message"
      width="wide"
      open={isOpen || wantsRepeat}
      onOpen={onOpen}
      trigger={<IconButton label="Repeat" icon={Repeat2} disabled={!isReady && !isOpen && !wantsRepeat} />}
    >
      <RepeatForm text={text} isReady={isReady} onDone={() => onOpen(false)} />
    </Popover>
  )
}

const whens = [
  { value: 'timer', label: 'On a timer' },
  { value: 'match', label: 'When a row matches' },
] as const satisfies readonly { readonly value: RepeatRule['when']; readonly label: string }[]

const wholeNumber = (text: string): number | null => (/^\d+$/.test(text.trim()) ? Number(text) : null)

function RepeatForm({ text, isReady, onDone }: RepeatButtonProps & { readonly onDone: () => void }) {
  const { repeats } = useBench().inspector
  const [when, setWhen] = useState<RepeatRule['when']>('timer')
  const timer = useTimerRule()
  const match = useMatchRule()
  const rule = when === 'timer' ? timer.rule : match.rule
  const start = (event: FormEvent) => {
    event.preventDefault()
    if (!rule || !isReady) return
    repeats.start(text, rule)
    onDone()
  }
  return (
    <form className={styles.form} onSubmit={start}>
      <code className={styles.message}>{text || 'Write a message first'}</code>
      <Segments label="When" value={when} options={whens} onChange={setWhen} />
      {when === 'timer' ? timer.fields : match.fields}
      <div className={styles.end}>
        <span>It ends with the session.</span>
        <Button type="submit" tone="primary" disabled={!rule || !isReady}>
          Start repeating
        </Button>
      </div>
    </form>
  )
}

function useTimerRule() {
  const everyId = useId()
  const timesId = useId()
  const [every, setEvery] = useState('1000')
  const [times, setTimes] = useState('')
  const everyMs = wholeNumber(every)
  const count = wholeNumber(times)
  const isEveryGood = everyMs !== null && everyMs >= MIN_REPEAT_MS
  const isTimesGood = times.trim() === '' || (count !== null && count > 0)
  const rule: RepeatRule | null =
    isEveryGood && isTimesGood ? { when: 'timer', everyMs, times: times.trim() === '' ? null : count } : null
  const fields = (
    <div className={styles.timer}>
      <label htmlFor={everyId}>
        every, ms
        <TextField
          id={everyId}
          inputMode="numeric"
          value={every}
          invalid={!isEveryGood}
          onChange={(e) => setEvery(e.target.value)}
        />
      </label>
      <label htmlFor={timesId}>
        times
        <TextField
          id={timesId}
          inputMode="numeric"
          placeholder="until stopped"
          value={times}
          invalid={!isTimesGood}
          onChange={(e) => setTimes(e.target.value)}
        />
      </label>
    </div>
  )
  return { rule, fields }
}

function useMatchRule() {
  const [text, setText] = useState('')
  const { written } = useReadQuery(text)
  const errorId = useId()
  const error = written.errors[0]
  const rule: RepeatRule | null = text.trim() === '' || error ? null : { when: 'match', query: text.trim() }
  const fields = (
    <div>
      <QueryField
        label="Rows to answer"
        text={text}
        onText={setText}
        written={written}
        errorId={errorId}
        known={known}
        onStep={() => undefined}
        onLeave={() => undefined}
      />
      <p id={errorId} role="status" className={styles.error}>
        {error && errorText(error)}
      </p>
    </div>
  )
  return { rule, fields }
}
