import { FolderInput } from 'lucide-react'
import { useState } from 'react'
import { useAttempt, useBench } from '../app/bench-context'
import { IconButton } from '../design/button'

export interface ImportButtonProps {
  /** It is listed, and can be looked at. */
  readonly onImported?: (sessionId: string) => void
}

/** Opens a journal or bundle that was exported: it becomes a session among the earlier ones. */
export function ImportButton({ onImported }: ImportButtonProps) {
  const { client, alerts } = useBench()
  const attempt = useAttempt('import')
  const [isBusy, setBusy] = useState(false)
  const open = async () => {
    const chosen = await client.request('shell.chooseImportFile')
    if (chosen === null) return
    setBusy(true)
    try {
      const exportId = crypto.randomUUID()
      const { sessionId, rows, notes } = await client.request('journal.import', {
        exportId,
        path: chosen.path,
      })
      const message = [`${rows.toLocaleString('en')} rows were opened.`, ...notes].join(' ')
      alerts.raise('import', { tone: notes.length > 0 ? 'warning' : 'info', message })
      onImported?.(sessionId)
    } finally {
      setBusy(false)
    }
  }
  const label = isBusy ? 'Opening …' : 'Open a journal or bundle'
  return <IconButton label={label} icon={FolderInput} disabled={isBusy} onClick={() => attempt(open)} />
}
