import { type HandlerSources, readSources } from '../../contract/handler-sources'
import type { JournalRow } from '../../contract/journal'
import { searched } from '../inspector/use-text-marks'
import { DiffView } from '../versions/diff-view'
import styles from './row-detail.module.css'
import { rowDifference } from './row-difference'
import { type Fetched, useRowBytes } from './use-row-content'

/** Whether the row has the files of a version of the handler. */
export const hasSources = ({ kind, hasBytes }: JournalRow): boolean => kind === 'swap' && hasBytes

const notKept = 'The files of this version are no longer kept.'

function sourcesOf(bytes: Fetched<Uint8Array>): HandlerSources | string {
  if (bytes === null) return 'Reading'
  if ('failure' in bytes) return bytes.failure
  return readSources(bytes.value) ?? notKept
}

interface RowSourcesProps {
  readonly sessionId: string
  readonly row: JournalRow
}

/** The files that a version of the handler was made from. */
export function RowSources({ sessionId, row }: RowSourcesProps) {
  const sources = sourcesOf(useRowBytes(sessionId, row))
  if (typeof sources === 'string') return <span className={styles.note}>{sources}</span>
  return [...sources].map(([file, text]) => (
    <section key={file} aria-label={file}>
      <h3 className={styles.file}>{file}</h3>
      <pre className={styles.raw} {...searched}>
        {text}
      </pre>
    </section>
  ))
}

interface SourceChangesProps extends RowSourcesProps {
  readonly marked: JournalRow
}

/** What changed in the files from the marked version to this one. */
export function SourceChanges({ sessionId, row, marked }: SourceChangesProps) {
  const before = sourcesOf(useRowBytes(sessionId, marked))
  const after = sourcesOf(useRowBytes(sessionId, row))
  if (typeof before === 'string') return <span className={styles.note}>{before}</span>
  if (typeof after === 'string') return <span className={styles.note}>{after}</span>
  const files = [...new Set([...before.keys(), ...after.keys()])]
    .map((file) => rowDifference(file, before.get(file) ?? '', after.get(file) ?? ''))
    .filter(({ hunks }) => hunks.length > 0)
  if (files.length === 0) return <p className={styles.note}>Both versions have the same files.</p>
  return <DiffView files={files} />
}
