import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import styles from './text-field.module.css'

export interface TextFieldProps extends ComponentProps<'input'> {
  readonly invalid?: boolean
}

export function TextField({ invalid = false, className, ...rest }: TextFieldProps) {
  return (
    <input
      type="text"
      spellCheck={false}
      autoComplete="off"
      aria-invalid={invalid || undefined}
      className={classNames(styles.field, className)}
      {...rest}
    />
  )
}
