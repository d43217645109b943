import { Box, Boxes } from 'lucide-react'
import type { HostStatus } from '../../contract/state'
import { useActiveSession, useMirror } from '../app/bench-context'
import { classNames } from '../design/class-names'
import { Tooltip } from '../design/tooltip'
import styles from './host-badge.module.css'
import { hostWords, isolationText, placeWords } from './host-words'

const icons = { thread: Boxes, process: Box } as const

const tones: { readonly [S in HostStatus]?: string | undefined } = {
  blocked: styles.warning,
  waiting: styles.warning,
  gone: styles.danger,
}

/** Where the handler of the call runs, and how it fares there. */
export function HostBadge() {
  const session = useActiveSession()
  const handlerId = session?.handlerId ?? ''
  const isolation = useMirror(({ bench }) => bench.handlers[handlerId]?.isolation)
  if (!session) return null
  const { isolation: kind, host } = session
  // The entry tells of the next instance; the one that runs may be elsewhere still.
  const reason = isolation?.kind === kind ? isolation.reason : null
  const Icon = icons[kind]
  return (
    <Tooltip text={isolationText({ kind, reason })}>
      <button type="button" className={classNames(styles.badge, tones[host])}>
        <Icon size={13} aria-hidden />
        <span className={styles.words}>
          {[placeWords[kind], hostWords[host]].filter(Boolean).join(' · ')}
        </span>
      </button>
    </Tooltip>
  )
}
