import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './button'
import { classNames } from './class-names'
import styles from './notice.module.css'
import { type Tone, toneIcons } from './tone'
import tones from './tone.module.css'

export interface NoticeProps {
  readonly tone: Tone
  /** `alert` is read aloud at once, `status` when there is a pause. */
  readonly role: 'alert' | 'status'
  readonly label: string
  readonly children: ReactNode
  /** What to do, below the text. */
  readonly hint?: string | undefined
  readonly actions?: ReactNode
  readonly onDismiss?: () => void
}

/** A bar across its place, for what concerns all below it. It takes no focus. */
export function Notice({ tone, role, label, children, hint, actions, onDismiss }: NoticeProps) {
  const Icon = toneIcons[tone]
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: it always has one of two roles that do.
    <div role={role} aria-label={label} className={classNames(styles.notice, tones[tone])}>
      <Icon size={15} aria-hidden className={tones.icon} />
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
