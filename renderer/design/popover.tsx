import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names'
import styles from './popover.module.css'

export interface PopoverProps {
  readonly label: string
  readonly trigger: ReactNode
  readonly width?: 'narrow' | 'wide'
  readonly children: ReactNode
}

export function Popover({ label, trigger, width = 'narrow', children }: PopoverProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={classNames(styles.content, styles[width])}
          aria-label={label}
          align="end"
          sideOffset={5}
          collisionPadding={8}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
