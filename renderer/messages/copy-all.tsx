import { Copy } from 'lucide-react'
import type { JournalFilter } from '../../contract/journal'
import { useAttempt, useBench } from '../app/bench-context'
import { IconButton } from '../design/button'
import { rowsAsJsonLines } from './journal-export'
import { countText } from './row-text'

export interface CopyAllProps {
  readonly sessionId: string | null
  /** The rows that are shown, and how many that are. */
  readonly filter: JournalFilter | null
  readonly matched: number
}

/** All rows that are shown, to the clipboard. */
export function CopyAll({ sessionId, filter, matched }: CopyAllProps) {
  const { alerts, client } = useBench()
  const attempt = useAttempt('journal')
  const copy = async () => {
    if (!sessionId || !filter) return
    const { text, rows } = await rowsAsJsonLines(client, sessionId, filter, matched)
    await client.request('shell.copyText', { text })
    const left = matched - rows
    const note = left > 0 ? ` The ${countText(left)} oldest were left out.` : ''
    alerts.raise('journal', {
      tone: 'info',
      message: `${countText(rows)} rows were copied as JSON lines.${note}`,
    })
  }
  return (
    <IconButton
      label="Copy all as JSON lines"
      icon={Copy}
      disabled={matched === 0 || !sessionId}
      onClick={() => attempt(copy)}
    />
  )
}
