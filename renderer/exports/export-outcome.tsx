import { FolderOpen } from 'lucide-react'
import { useAttempt } from '../app/bench-context'
import { Button } from '../design/button'
import { Notice } from '../design/notice'
import styles from './export-dialog.module.css'
import type { ExportUse } from './use-export'

const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`

/** How an export goes, and how it ended. */
export function ExportOutcome({ use }: { readonly use: ExportUse }) {
  const attempt = useAttempt('export')
  const { state } = use
  if (state.phase === 'running') return <Progress share={state.share} />
  if (state.phase === 'failed') {
    const { message, hint } = state.error
    return (
      <Notice tone="danger" role="alert" label="Not saved" hint={hint} onDismiss={use.reset}>
        {message}
      </Notice>
    )
  }
  if (state.phase === 'idle') return null
  const { path, sizeBytes, notes } = state.outcome
  const show = (
    <Button icon={FolderOpen} onClick={() => attempt(use.showFile)}>
      Show in folder
    </Button>
  )
  return (
    <>
      <Notice tone="info" role="status" label="Saved" actions={show} onDismiss={use.reset}>
        Saved {path} ({sizeText(sizeBytes)}).
      </Notice>
      {notes.length > 0 && (
        <ul className={styles.notes} aria-label="What to know of it">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function Progress({ share }: { readonly share: number }) {
  const percent = Math.round(share * 100)
  return (
    <div className={styles.progress}>
      <progress max={100} value={percent} aria-label="Export" />
      <span>{percent} %</span>
    </div>
  )
}
