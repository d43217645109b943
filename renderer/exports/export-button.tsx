import { Download } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../design/button'
import { ExportDialog } from './export-dialog'
import { useExport } from './use-export'

export interface ExportButtonProps {
  /** null = no session is shown. */
  readonly sessionId: string | null
  /** What its rows are searched for; blank = all. */
  readonly query: string
}

/** Opens the dialog that saves what was recorded of a session. */
export function ExportButton({ sessionId, query }: ExportButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const use = useExport()
  const { state } = use
  const label = state.phase === 'running' ? `Exporting, ${Math.round(state.share * 100)} %` : 'Export'
  return (
    <>
      <IconButton label={label} icon={Download} disabled={!sessionId} onClick={() => setOpen(true)} />
      {sessionId && (
        <ExportDialog
          sessionId={sessionId}
          query={query}
          use={use}
          open={isOpen}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
