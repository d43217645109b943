import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './button'
import { classNames } from './class-names'
import styles from './dialog.module.css'

export interface DialogProps {
  readonly title: string
  /** What it is for, in a sentence below the title. */
  readonly description: string
  readonly width?: 'narrow' | 'medium' | 'wide'
  readonly open: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The dialog itself: what is in it takes the focus when it is there to take it. */
function focusDialog(event: Event): void {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}

/** Something to decide before anything else; closed with Escape, too. */
export function Dialog({ title, description, width = 'narrow', open, onClose, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.overlay} />
        <Radix.Content className={classNames(styles.content, styles[width])} onOpenAutoFocus={focusDialog}>
          <header className={styles.header}>
            <div>
              <Radix.Title className={styles.title}>{title}</Radix.Title>
              <Radix.Description className={styles.description}>{description}</Radix.Description>
            </div>
            <IconButton label="Close" icon={X} onClick={onClose} />
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
