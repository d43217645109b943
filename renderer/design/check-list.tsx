import { Check } from 'lucide-react'
import styles from './check-list.module.css'

export interface CheckOption {
  readonly value: string
  readonly label: string
}

export interface CheckListProps {
  /** Heading and accessible name. */
  readonly label: string
  readonly options: readonly CheckOption[]
  readonly checked: readonly string[]
  readonly onToggle: (value: string) => void
}

/** Choices of which any number may be on. */
export const CheckList = ({ label, options, checked, onToggle }: CheckListProps) => (
  <fieldset className={styles.list} aria-label={label}>
    <span className={styles.label} aria-hidden>
      {label}
    </span>
    {options.map((option) => (
      <button
        key={option.value}
        type="button"
        className={styles.option}
        aria-pressed={checked.includes(option.value)}
        onClick={() => onToggle(option.value)}
      >
        <span className={styles.box} aria-hidden>
          {checked.includes(option.value) && <Check size={11} strokeWidth={3} />}
        </span>
        {option.label}
      </button>
    ))}
  </fieldset>
)
