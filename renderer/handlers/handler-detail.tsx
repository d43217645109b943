import { Copy, FilePen, FolderSearch } from 'lucide-react'
import type { WireError } from '../../contract/errors'
import type { HandlerManifest, Isolation, Mode } from '../../contract/manifest'
import type { HandlerEntry } from '../../contract/state'
import { useAttempt, useBench } from '../app/bench-context'
import { Button, IconButton } from '../design/button'
import styles from './handler-detail.module.css'

const modeWords: { readonly [M in Mode]: string } = {
  send: 'only listens',
  receive: 'only speaks',
  'send-receive': 'listens and answers',
}

const rate = (hz: number) => `${hz / 1000}\u00a0kHz`

/** What the handler takes and gives, in one line. */
export function manifestText(manifest: HandlerManifest): string {
  const { modality, mode, expectedLayout, inputSampleRate, outputSampleRate, fps } = manifest
  const ways = [
    mode !== 'receive' && `${rate(inputSampleRate)} ${expectedLayout} in`,
    mode !== 'send' && `${rate(outputSampleRate)} out`,
  ]
  const audio = modality === 'video' ? [] : [ways.filter(Boolean).join(', ')]
  const video = modality === 'audio' ? [] : [`${fps} fps`]
  return [modeWords[mode], ...audio, ...video].join(' · ')
}

const isolationWords: { readonly [I in Isolation]: string | null } = {
  auto: null,
  thread: 'in a thread',
  process: 'in a process of its own',
}

/** `90 s`, `10 min`. */
const limitText = (seconds: number) => (seconds % 60 === 0 ? `${seconds / 60}\u00a0min` : `${seconds}\u00a0s`)

/** How it is to be run, as far as the author has said so; null when nothing was set. */
export function limitsText({
  isolation,
  concurrencyLimit,
  timeLimitInS,
}: Pick<HandlerManifest, 'isolation' | 'concurrencyLimit' | 'timeLimitInS'>): string | null {
  const sessions = concurrencyLimit === 1 ? '1 session at once' : `${concurrencyLimit} sessions at once`
  const limits = [
    concurrencyLimit !== null && `at most ${sessions}`,
    timeLimitInS !== null && `ends after ${limitText(timeLimitInS)}`,
    isolationWords[isolation],
  ]
  return limits.filter(Boolean).join(' · ') || null
}

export function HandlerDetail({ handler }: { readonly handler: HandlerEntry }) {
  const { client } = useBench()
  const attempt = useAttempt('file')
  const { id: handlerId, manifest, error } = handler
  const open = () => attempt(() => client.request('shell.openFile', { handlerId }))
  return (
    <div className={styles.detail}>
      {error && <ErrorDetail error={error} runsOld={handler.version > 0} />}
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
      {manifest && limitsText(manifest) && <p className={styles.facts}>{limitsText(manifest)}</p>}
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
      <pre className={styles.text}>{errorText(error)}</pre>
      <Button
        icon={Copy}
        onClick={() => attempt(() => client.request('shell.copyText', { text: errorText(error) }))}
      >
        Copy error
      </Button>
    </details>
  )
}
