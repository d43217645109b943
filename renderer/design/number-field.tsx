import { useId } from 'react'
import styles from './number-field.module.css'
import { TextField } from './text-field'

export interface NumberFieldProps {
  readonly label: string
  /** Behind the field. */
  readonly unit?: string
  /** Below it while nothing is wrong. */
  readonly hint?: string
  /** As it is written. */
  readonly text: string
  /** What is wrong with it; null = nothing. */
  readonly trouble: string | null
  readonly onText: (text: string) => void
}

/** A number beside its name, on a line of a form. */
export function NumberField({ label, unit, hint, text, trouble, onText }: NumberFieldProps) {
  const id = useId()
  const noteId = useId()
  const note = trouble ?? hint
  return (
    <div className={styles.line}>
      <label htmlFor={id}>{label}</label>
      <TextField
        id={id}
        className={styles.field}
        inputMode="numeric"
        invalid={trouble !== null}
        aria-describedby={note === undefined ? undefined : noteId}
        value={text}
        onChange={({ currentTarget }) => onText(currentTarget.value)}
      />
      {unit !== undefined && <span className={styles.unit}>{unit}</span>}
      {note !== undefined && (
        <p id={noteId} className={trouble === null ? styles.hint : styles.trouble}>
          {note}
        </p>
      )}
    </div>
  )
}
