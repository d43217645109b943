import { SoundcheckError, type WireError } from '../../../contract/errors'
import type { Finding } from '../../../contract/findings'
import { handlerTransitions, mayFollow } from '../../../contract/machines'
import {
  type HandlerEntry,
  type HandlerIsolation,
  type HandlerStatus,
  inThread,
  type VersionEntry,
} from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'
import { createVersionHistory, type KeptVersion, type VersionHistory } from './version-history'

/** Contents that hurt the host they were loaded in. */
export interface HarmfulContents {
  readonly hash: string
  readonly error: WireError
}

/** What the catalog knows of one file. */
export interface HandlerRecord {
  readonly id: string
  /** Absolute. */
  readonly file: string
  readonly history: VersionHistory
  status: HandlerStatus
  /** Engine clock when its newest contents were seen. */
  noticedAt: number
  /** Of its newest contents that loaded: tells whether a later save changes anything. */
  hash: string | null
  /** Never loaded again while the file has them. */
  harmful: HarmfulContents | null
  /** Why its newest contents do not compile or load. */
  problem: WireError | null
  /** Why they do not run: that, or that they were rolled back. */
  error: WireError | null
  /** Its newest contents that compile have no default export. */
  isModule: boolean
}

export function createRecord(id: string, file: string, noticedAt: number): HandlerRecord {
  return {
    id,
    file,
    history: createVersionHistory(),
    status: 'compiling',
    noticedAt,
    hash: null,
    harmful: null,
    problem: null,
    error: null,
    isModule: false,
  }
}

function moveTo(record: HandlerRecord, next: HandlerStatus): void {
  if (record.status === next && next !== 'compiling') return
  if (!mayFollow(handlerTransitions, record.status, next)) {
    throw new SoundcheckError('internal', `${record.id} went from ${record.status} to ${next}`)
  }
  record.status = next
}

export function startCompiling(record: HandlerRecord): void {
  moveTo(record, 'compiling')
}

function rolledBack({ version: { version } }: KeptVersion, error: WireError): WireError {
  return {
    ...error,
    message: `Version ${version} was rolled back: ${error.message}`,
    hint: [
      error.hint,
      `The file still has that version: change it, or choose version ${version} once more in the list of versions.`,
    ]
      .filter((part) => part !== undefined)
      .join('\n'),
  }
}

function refusalOf({ history, hash }: HandlerRecord): WireError | null {
  const refused = hash === null ? null : history.rejectedWith(hash)
  return refused?.rejected ? rolledBack(refused, refused.rejected) : null
}

/** Takes note of what the newest contents are worth. */
export function settle(record: HandlerRecord, problem: WireError | null): void {
  record.problem = problem
  record.error = problem ?? refusalOf(record)
  moveTo(record, record.error ? 'broken' : 'ready')
}

/** After a version was chosen or rejected; what is being compiled settles by itself. */
export function settleAgain(record: HandlerRecord): void {
  if (record.status !== 'compiling') settle(record, record.problem)
}

const noFindings: readonly Finding[] = []

export type IsolationOf = (version: HandlerVersion) => HandlerIsolation

export function entryOf(record: HandlerRecord, isolationOf: IsolationOf): HandlerEntry {
  const { id, file, status, history, error } = record
  const current = history.current()
  return {
    id,
    file,
    status,
    version: current?.version.version ?? 0,
    versions: history.entries(),
    isolation: current ? isolationOf(current.version) : inThread,
    manifest: current?.version.manifest ?? null,
    // They are of code that is no longer in the file when that is broken: its error comes first.
    findings: error ? noFindings : (current?.findings ?? noFindings),
    loadedAt: current?.loadedAt ?? null,
    error,
  }
}

function isSameList(a: readonly VersionEntry[], b: readonly VersionEntry[]): boolean {
  return a === b || (a.length === 0 && b.length === 0)
}

export function isSameEntry(a: HandlerEntry, b: HandlerEntry): boolean {
  return (
    a.status === b.status &&
    a.version === b.version &&
    isSameList(a.versions, b.versions) &&
    a.isolation.kind === b.isolation.kind &&
    a.isolation.reason === b.isolation.reason &&
    a.manifest === b.manifest &&
    a.loadedAt === b.loadedAt &&
    a.error === b.error
  )
}
