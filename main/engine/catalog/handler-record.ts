import { SoundcheckError, type WireError } from '../../../contract/errors'
import type { Finding } from '../../../contract/findings'
import { handlerTransitions, mayFollow } from '../../../contract/machines'
import type { HandlerEntry, HandlerStatus } from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'

/** A version that works, and what the list shows of it. */
export interface GoodVersion {
  readonly version: HandlerVersion
  /** Likely mistakes, as the probe found them. */
  readonly findings: readonly Finding[]
  /** Of the compiled code: tells whether a later save changes anything. */
  readonly hash: string
  /** ms since the epoch. */
  readonly loadedAt: number
}

/** What the catalog knows of one file. */
export interface HandlerRecord {
  readonly id: string
  /** Absolute. */
  readonly file: string
  status: HandlerStatus
  /** Engine clock when its newest contents were seen. */
  noticedAt: number
  good: GoodVersion | null
  error: WireError | null
  /** Its newest contents that compile have no default export. */
  isModule: boolean
}

export function createRecord(id: string, file: string, noticedAt: number): HandlerRecord {
  return { id, file, status: 'compiling', noticedAt, good: null, error: null, isModule: false }
}

export function moveTo(record: HandlerRecord, next: HandlerStatus): void {
  if (!mayFollow(handlerTransitions, record.status, next)) {
    throw new SoundcheckError('internal', `${record.id} went from ${record.status} to ${next}`)
  }
  record.status = next
}

const noFindings: readonly Finding[] = []

export function entryOf(record: HandlerRecord): HandlerEntry {
  const { id, file, status, good, error } = record
  return {
    id,
    file,
    status,
    version: good?.version.version ?? 0,
    manifest: good?.version.manifest ?? null,
    // They are of code that is no longer in the file when that is broken: its error comes first.
    findings: error ? noFindings : (good?.findings ?? noFindings),
    loadedAt: good?.loadedAt ?? null,
    error,
  }
}

export function isSameEntry(a: HandlerEntry, b: HandlerEntry): boolean {
  return (
    a.status === b.status &&
    a.version === b.version &&
    a.manifest === b.manifest &&
    a.loadedAt === b.loadedAt &&
    a.error === b.error
  )
}
