import { ToggleGroup } from 'radix-ui'
import styles from './segments.module.css'

export interface SegmentsProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}

/** One of a few, all in sight. */
export const Segments = <T extends string>({ label, value, options, onChange }: SegmentsProps<T>) => (
  <ToggleGroup.Root
    type="single"
    className={styles.group}
    aria-label={label}
    value={value}
    // Pressed again it would be none of them.
    onValueChange={(next) => next !== '' && onChange(next as T)}
  >
    {options.map((option) => (
      <ToggleGroup.Item key={option.value} value={option.value} className={styles.item}>
        {option.label}
      </ToggleGroup.Item>
    ))}
  </ToggleGroup.Root>
)
