import type { LucideIcon } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import styles from './menu.module.css'

export interface MenuItem {
  readonly label: string
  readonly icon?: LucideIcon
  readonly onSelect: () => void
}

export interface MenuProps {
  readonly label: string
  readonly trigger: ReactNode
  readonly items: readonly MenuItem[]
}

/** Actions that are too many for buttons of their own. */
export const Menu = ({ label, trigger, items }: MenuProps) => (
  <Radix.Root>
    <Radix.Trigger asChild>{trigger}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        className={styles.content}
        aria-label={label}
        align="end"
        sideOffset={4}
        collisionPadding={8}
      >
        {items.map(({ label: text, icon: Icon, onSelect }) => (
          <Radix.Item key={text} className={styles.item} onSelect={onSelect}>
            {Icon && <Icon size={13} aria-hidden />}
            {text}
          </Radix.Item>
        ))}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
)
