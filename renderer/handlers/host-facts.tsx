import { Gauge } from 'lucide-react'
import { useState } from 'react'
import type { HostLimits } from '../../contract/limits'
import type { HandlerIsolation } from '../../contract/state'
import { useMirror } from '../app/bench-context'
import { IconButton } from '../design/button'
import { Tooltip } from '../design/tooltip'
import { isolationText, placeWords } from '../host/host-words'
import { LimitsDialog } from '../limits/limits-dialog'
import styles from './handler-detail.module.css'

const limitsWords = ({ hangLimitInS, heapLimitMb }: HostLimits) =>
  `A call of it may block for ${hangLimitInS} s, and its JavaScript may use ${heapLimitMb} MB.`

/** Where the next instance of a handler runs, and within which limits. */
export function HostFacts({ isolation }: { readonly isolation: HandlerIsolation }) {
  const limits = useMirror(({ bench }) => bench.limits)
  const [isOpen, setOpen] = useState(false)
  const { hangLimitInS, heapLimitMb } = limits
  return (
    <div className={styles.file}>
      <Tooltip text={`${isolationText(isolation)} ${limitsWords(limits)}`}>
        <p className={styles.host}>
          {placeWords[isolation.kind]} · {hangLimitInS}&nbsp;s · {heapLimitMb.toLocaleString('en')}&nbsp;MB
        </p>
      </Tooltip>
      <IconButton
        label="Handler limits"
        hint="How long a call may block, and how much memory a handler may use"
        icon={Gauge}
        onClick={() => setOpen(true)}
      />
      <LimitsDialog open={isOpen} onClose={() => setOpen(false)} />
    </div>
  )
}
