import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useAttempt, useBench } from '../app/bench-context'
import { Button, IconButton } from '../design/button'
import { Popover } from '../design/popover'
import styles from './clear-button.module.css'

/** Empties a session's journal, once the person has read what that means: it cannot be taken back. */
export function ClearButton({ sessionId }: { readonly sessionId: string | null }) {
  const { inspector } = useBench()
  const attempt = useAttempt('journal')
  const [isOpen, setOpen] = useState(false)
  const clear = () => {
    setOpen(false)
    return attempt(() => sessionId !== null && inspector.cleared.clear(sessionId))
  }
  return (
    <Popover
      label="Clear journal"
      open={isOpen}
      onOpen={setOpen}
      trigger={<IconButton label="Clear journal" icon={Trash2} disabled={!sessionId} />}
    >
      <p className={styles.text}>
        All that is recorded of this session goes, on the disk, too: messages, console, calls and packets. A
        session that runs is recorded from now on.
      </p>
      <div className={styles.actions}>
        <Button onClick={() => setOpen(false)}>Keep it</Button>
        <Button tone="danger" onClick={clear}>
          Clear it
        </Button>
      </div>
    </Popover>
  )
}
