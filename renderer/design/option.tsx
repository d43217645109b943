import type { ReactNode } from 'react'
import { classNames } from './class-names'
import styles from './option.module.css'

export interface OptionProps {
  readonly id: string
  readonly selected: boolean
  readonly onSelect: () => void
  /** `row`: an icon before two lines, and something at the end of the first. */
  readonly layout?: 'row' | 'text'
  readonly className?: string | undefined
  readonly title?: string
  readonly children: ReactNode
}

/** One of a listbox, which keeps the focus and has the keys. */
export function Option(props: OptionProps) {
  const { id, selected, onSelect, layout = 'row', className, title, children } = props
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the listbox's, which keeps the focus.
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox points at it with aria-activedescendant.
    <div
      role="option"
      id={id}
      aria-selected={selected}
      className={classNames(
        styles.option,
        layout === 'row' && styles.row,
        selected && styles.selected,
        className,
      )}
      title={title}
      onClick={onSelect}
    >
      {children}
    </div>
  )
}
