import { useEffect, useId, useState } from 'react'
import type { JsonValue } from '../../contract/json'
import { classNames } from '../design/class-names'
import { TextField } from '../design/text-field'
import styles from './input-control.module.css'
import type { Check } from './input-field'

export interface DraftFieldProps {
  readonly id: string
  readonly label?: string
  readonly text: string
  readonly check: (text: string) => Check<JsonValue>
  readonly onChange: (value: JsonValue) => void
  readonly inputMode?: 'decimal'
  readonly mono?: boolean
  readonly short?: boolean
}

/** A text that is worth something only when it is well formed: told at once when it is, marked when it is not. */
export function DraftField({ id, label, text, check, onChange, inputMode, mono, short }: DraftFieldProps) {
  const reasonId = useId()
  const [draft, setDraft] = useState<string | null>(null)
  // A value that was set elsewhere replaces a draft that means the same.
  useEffect(() => {
    setDraft((now) => (now === text ? null : now))
  }, [text])
  const checked = draft === null ? null : check(draft)
  const reason = checked && !checked.ok ? checked.reason : null
  const write = (next: string) => {
    setDraft(next)
    const outcome = check(next)
    if (outcome.ok) onChange(outcome.value)
  }
  return (
    <span className={short ? styles.short : styles.long}>
      <TextField
        id={id}
        aria-label={label}
        aria-describedby={reason ? reasonId : undefined}
        className={classNames(mono && styles.mono)}
        inputMode={inputMode}
        invalid={reason !== null}
        value={draft ?? text}
        onChange={(event) => write(event.target.value)}
        onBlur={() => setDraft(null)}
      />
      {reason && (
        <span id={reasonId} className={styles.reason}>
          {reason}
        </span>
      )}
    </span>
  )
}
