import { RadioTower } from 'lucide-react'
import { useState } from 'react'
import type { ServerEntry } from '../../contract/server'
import { useMirror } from '../app/bench-context'
import { Button } from '../design/button'
import { classNames } from '../design/class-names'
import styles from './server-button.module.css'
import { ServerDialog } from './server-dialog'

const words: { readonly [S in ServerEntry['status']]: string } = {
  off: 'Server off',
  starting: 'Server starting',
  listening: 'Server on',
  failed: 'Server failed',
}

/** Says whether clients from outside can come in, and opens what there is to it. */
export function ServerButton() {
  const status = useMirror(({ bench }) => bench.server.status)
  const url = useMirror(({ bench }) => bench.server.urls[0])
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        tone="quiet"
        icon={RadioTower}
        className={classNames(styles.button, styles[status])}
        title={url ?? 'Let browsers, phones and scripts use your handlers'}
        onClick={() => setOpen(true)}
      >
        {words[status]}
      </Button>
      <ServerDialog open={isOpen} onClose={() => setOpen(false)} />
    </>
  )
}
