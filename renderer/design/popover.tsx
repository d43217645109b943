import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names'
import styles from './popover.module.css'

export interface PopoverProps {
  readonly label: string
  readonly trigger: ReactNode
  readonly width?: 'narrow' | 'wide'
  /** The side of the trigger that it is in line with. */
  readonly align?: 'start' | 'end'
  /** With `onOpen`: opened and closed from outside, too. */
  readonly open?: boolean
  readonly onOpen?: (open: boolean) => void
  readonly children: ReactNode
}

export function Popover(props: PopoverProps) {
  const { label, trigger, width = 'narrow', align = 'end', open, onOpen, children } = props
  const control = open === undefined || !onOpen ? {} : { open, onOpenChange: onOpen }
  return (
    <Radix.Root {...control}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={classNames(styles.content, styles[width])}
          aria-label={label}
          align={align}
          sideOffset={5}
          collisionPadding={8}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
