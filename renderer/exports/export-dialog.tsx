import { useState } from 'react'
import { useAttempt, useMirror } from '../app/bench-context'
import { Button } from '../design/button'
import { Dialog } from '../design/dialog'
import styles from './export-dialog.module.css'
import { draftFor, type ExportDraft, isMediaOnly, readDraft } from './export-draft'
import { ExportForm } from './export-form'
import { ExportOutcome } from './export-outcome'
import { RedactionList } from './redaction-list'
import type { ExportUse } from './use-export'
import { usePreview } from './use-preview'

export interface ExportDialogProps {
  readonly sessionId: string
  /** What the rows that are shown were searched for. */
  readonly query: string
  readonly use: ExportUse
  readonly open: boolean
  readonly onClose: () => void
}

/** Takes what was recorded of a session out of the app, without what nobody else should see. */
export const ExportDialog = ({ open, onClose, ...parts }: ExportDialogProps) => (
  <Dialog
    title="Export"
    description="Saves what was recorded of this session as files that other programs open."
    width="wide"
    open={open}
    onClose={onClose}
  >
    <ExportParts {...parts} onClose={onClose} />
  </Dialog>
)

/** Of a file, without its ending: the handler and when. */
function useFileName(sessionId: string): string {
  const session = useMirror(({ bench }) => bench.sessions[sessionId])
  if (!session) return 'session'
  const handler = session.handlerId.replace(/\.\w+$/, '').replaceAll('/', '-')
  const opened = new Date(session.openedAt).toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')
  return `${handler}-${opened}`
}

function ExportParts({ sessionId, query, use, onClose }: Omit<ExportDialogProps, 'open'>) {
  const attempt = useAttempt('export')
  const [draft, setDraft] = useState(() => draftFor(query))
  const name = useFileName(sessionId)
  const { selection, redactions, troubles } = readDraft(draft)
  const hasRules = !isMediaOnly(draft.format)
  const preview = usePreview(sessionId, hasRules ? selection : null, redactions)
  const change = (part: Partial<ExportDraft>) => setDraft({ ...draft, ...part })
  const { state } = use
  const isRunning = state.phase === 'running'
  const save = () => {
    if (selection) attempt(() => use.start({ sessionId, format: draft.format, selection, redactions, name }))
  }
  return (
    <>
      <div className={styles.parts}>
        <ExportForm draft={draft} troubles={troubles} onChange={change} />
        {hasRules && (
          <RedactionList
            rules={draft.rules}
            fields={draft.fields}
            preview={preview}
            onRules={(rules) => change({ rules })}
            onFields={(fields) => change({ fields })}
          />
        )}
      </div>
      <ExportOutcome use={use} />
      <div className={styles.actions}>
        <Button onClick={onClose}>Close</Button>
        {isRunning ? (
          <Button tone="danger" disabled={state.isCancelled} onClick={use.cancel}>
            Cancel export
          </Button>
        ) : (
          <Button tone="primary" disabled={selection === null} onClick={save}>
            Save …
          </Button>
        )}
      </div>
    </>
  )
}
