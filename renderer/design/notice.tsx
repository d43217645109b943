import type { LucideIcon } from 'lucide-react'
import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './button'
import { classNames } from './class-names'
import styles from './notice.module.css'

export type NoticeTone = 'danger' | 'warning' | 'info'

export interface NoticeProps {
  readonly tone: NoticeTone
  /** `alert` is read aloud at once, `status` when there is a pause. */
  readonly role: 'alert' | 'status'
  readonly label: string
  readonly children: ReactNode
  /** What to do, below the text. */
  readonly hint?: string | undefined
  readonly actions?: ReactNode
  readonly onDismiss?: () => void
}

const icons: { readonly [T in NoticeTone]: LucideIcon } = {
  danger: CircleAlert,
  warning: TriangleAlert,
  info: Info,
}

/** A bar across its place, for what concerns all below it. It takes no focus. */
export function Notice({ tone, role, label, children, hint, actions, onDismiss }: NoticeProps) {
  const Icon = icons[tone]
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: it always has one of two roles that do.
    <div role={role} aria-label={label} className={classNames(styles.notice, styles[tone])}>
      <Icon size={15} aria-hidden className={styles.icon} />
      <div className={styles.text}>
        <p className={styles.message}>{children}</p>
        {hint && <p className={styles.hint}>{hint}</p>}
      </div>
      <div className={styles.actions}>
        {actions}
        {onDismiss && <IconButton label="Dismiss" icon={X} onClick={onDismiss} />}
      </div>
    </div>
  )
}

/** A time that runs, in the middle of a text: it is not read aloud with each tick. */
export const Ticking = ({ children }: { readonly children: ReactNode }) => (
  <span role="timer" aria-live="off" className={styles.ticking}>
    {children}
  </span>
)
