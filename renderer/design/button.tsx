import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names'
import { Tooltip } from './tooltip'

type NativeButton = ComponentProps<'button'>

export interface ButtonProps extends NativeButton {
  readonly tone?: 'primary' | 'danger' | 'plain' | 'quiet'
  readonly icon?: LucideIcon
}

export function Button({ tone = 'plain', icon: Icon, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={classNames(styles.button, styles[tone], className)} {...rest}>
      {Icon && <Icon size={14} aria-hidden />}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<NativeButton, 'children'> {
  readonly label: string
  readonly icon: LucideIcon
  /** Shown in place of the label on hover. */
  readonly hint?: string
}

export function IconButton({ label, icon: Icon, hint, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={hint ?? label}>
      <button type="button" aria-label={label} className={classNames(styles.icon, className)} {...rest}>
        <Icon size={15} aria-hidden />
      </button>
    </Tooltip>
  )
}
