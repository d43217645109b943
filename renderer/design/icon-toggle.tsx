import type { LucideIcon } from 'lucide-react'
import { classNames } from './class-names'
import styles from './icon-toggle.module.css'
import { Tooltip } from './tooltip'

export interface IconToggleProps {
  readonly label: string
  readonly icon: LucideIcon
  /** Shown in place of the label on hover. */
  readonly hint?: string
  readonly pressed: boolean
  readonly onChange: (pressed: boolean) => void
  readonly disabled?: boolean
}

/** A choice between on and off among other icons. */
export function IconToggle(props: IconToggleProps) {
  const { label, icon: Icon, hint, pressed, onChange, disabled = false } = props
  return (
    <Tooltip text={hint ?? label}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        className={classNames(styles.toggle, pressed && styles.pressed)}
        onClick={() => onChange(!pressed)}
      >
        <Icon size={15} aria-hidden />
      </button>
    </Tooltip>
  )
}
