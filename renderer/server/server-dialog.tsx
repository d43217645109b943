import { Dialog } from '../design/dialog'
import { ServerAccess } from './server-access'
import styles from './server-dialog.module.css'
import { ServerForm } from './server-form'
import { useServer } from './use-server'

interface ServerDialogProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** How clients from outside reach the handlers. */
export const ServerDialog = ({ open, onClose }: ServerDialogProps) => (
  <Dialog
    title="Server"
    description="Lets browsers, phones and scripts use your handlers, while this window shows their sessions."
    width="wide"
    open={open}
    onClose={onClose}
  >
    <ServerParts />
  </Dialog>
)

function ServerParts() {
  const server = useServer()
  const { entry, kept } = server
  // Those that it listens with; or, while it is off, those that it would begin with.
  const settings = entry.status === 'off' ? kept?.settings : entry.settings
  return (
    <div className={styles.parts}>
      {settings && <ServerForm server={server} settings={settings} />}
      <ServerAccess server={server} />
    </div>
  )
}
