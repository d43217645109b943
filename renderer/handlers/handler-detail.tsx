import { Copy, FilePen, FolderSearch } from 'lucide-react'
import type { WireError } from '../../contract/errors'
import type { HandlerEntry } from '../../contract/state'
import { useAttempt, useBench } from '../app/bench-context'
import { Button, IconButton } from '../design/button'
import { SourceText } from '../inspector/source-text'
import { VersionList } from '../versions/version-list'
import { FindingList } from './finding-list'
import styles from './handler-detail.module.css'
import { HostFacts } from './host-facts'
import { limitsText, manifestText, turnsText } from './manifest-text'

export function HandlerDetail({ handler }: { readonly handler: HandlerEntry }) {
  const { client } = useBench()
  const attempt = useAttempt('file')
  const { id: handlerId, manifest, error, findings } = handler
  const open = () => attempt(() => client.request('shell.openFile', { handlerId }))
  return (
    <div className={styles.detail}>
      {error && <ErrorDetail error={error} runsOld={handler.version > 0} />}
      <FindingList findings={findings} />
      <div className={styles.file}>
        <span className={styles.path} title={handler.file}>
          {handlerId}
        </span>
        <IconButton label="Open file" icon={FilePen} onClick={open} />
        <IconButton
          label="Reveal file"
          hint="Show the file in the file browser"
          icon={FolderSearch}
          onClick={() => attempt(() => client.request('shell.revealFile', { handlerId }))}
        />
      </div>
      {manifest && <p className={styles.facts}>{manifestText(manifest)}</p>}
      {manifest?.turns && <p className={styles.facts}>{turnsText(manifest.turns)}</p>}
      {manifest && limitsText(manifest) && <p className={styles.facts}>{limitsText(manifest)}</p>}
      {manifest && <HostFacts isolation={handler.isolation} />}
      <VersionList key={handlerId} handler={handler} />
    </div>
  )
}

export function errorText({ message, hint, position, stack }: WireError): string {
  const place = position && `${position.file}:${position.line}:${position.column}`
  return [place, message, hint, stack].filter(Boolean).join('\n')
}

function ErrorDetail({ error, runsOld }: { readonly error: WireError; readonly runsOld: boolean }) {
  const { client } = useBench()
  const attempt = useAttempt('copy')
  return (
    <details className={styles.error}>
      <summary>{runsOld ? 'Broken: the last good version runs' : 'Broken'}</summary>
      <pre className={styles.text}>
        <SourceText text={errorText(error)} />
      </pre>
      <Button
        icon={Copy}
        onClick={() => attempt(() => client.request('shell.copyText', { text: errorText(error) }))}
      >
        Copy error
      </Button>
    </details>
  )
}
