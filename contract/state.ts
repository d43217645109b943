import type { WireError } from './errors'
import type { Finding } from './findings'
import type { JsonValue } from './json'
import type { HandlerManifest } from './manifest'

export type HandlerStatus = 'compiling' | 'ready' | 'broken'

/** One handler file of the user folder, as the list shows it. */
export interface HandlerEntry {
  /** Path relative to the folder, with `/`: unique, also for files of one name in different folders. */
  readonly id: string
  /** Absolute path. */
  readonly file: string
  readonly status: HandlerStatus
  /** Counts the versions that loaded; 0 while none did. The last good one is what sessions run. */
  readonly version: number
  /** Of the last good version. */
  readonly manifest: HandlerManifest | null
  /** Likely mistakes in the last good version, found when it was loaded. */
  readonly findings: readonly Finding[]
  /** When the last good version was loaded; ms since the epoch. */
  readonly loadedAt: number | null
  /** Why the newest contents of the file do not run; null when they do. */
  readonly error: WireError | null
}

export type SessionStatus = 'new' | 'connecting' | 'live' | 'closing' | 'closed' | 'failed'
export type HostStatus = 'starting' | 'running' | 'closing' | 'gone'

/** Totals of one session, refreshed about once a second. */
export interface SessionCounters {
  readonly audioIn: number
  readonly audioOut: number
  readonly videoIn: number
  readonly videoOut: number
  readonly messagesIn: number
  readonly messagesOut: number
  /** Audio blocks and pictures dropped before `receive` because the handler was slow. */
  readonly inputDropped: number
  /** 20 ms blocks of a stalled backlog that were cut to bring latency back. */
  readonly trimmed: number
  /** Times that playback ran dry in the middle of a reply. */
  readonly underruns: number
  readonly packetsLost: number
}

/** The counters of a session that has just begun. */
export const noCounters: SessionCounters = {
  audioIn: 0,
  audioOut: 0,
  videoIn: 0,
  videoOut: 0,
  messagesIn: 0,
  messagesOut: 0,
  inputDropped: 0,
  trimmed: 0,
  underruns: 0,
  packetsLost: 0,
}

/** One connection to one handler instance. */
export interface SessionEntry {
  readonly id: string
  readonly handlerId: string
  /** The version that its instance runs now. */
  readonly handlerVersion: number
  readonly status: SessionStatus
  readonly host: HostStatus
  /** ms since the epoch. */
  readonly openedAt: number
  readonly closedAt: number | null
  /** Why it closed or failed, in a sentence. */
  readonly reason: string | null
  readonly inputs: { readonly [name: string]: JsonValue }
  readonly counters: SessionCounters
  /** The newest trouble of the handler in this session; shown until dismissed. */
  readonly fault: WireError | null
}

export interface FolderEntry {
  readonly path: string
  readonly status: 'opening' | 'watching' | 'failed'
  readonly error: WireError | null
}

/** The engine's whole truth; small and serialisable. Frames, levels and journal rows are never in it. */
export interface BenchState {
  readonly folder: FolderEntry
  readonly handlers: { readonly [id: string]: HandlerEntry }
  readonly sessions: { readonly [id: string]: SessionEntry }
}

/** A change from revision `revision - 1` to `revision`: whole entries that are new, `null` for those gone. */
export interface StatePatch {
  readonly revision: number
  readonly folder?: FolderEntry
  readonly handlers?: { readonly [id: string]: HandlerEntry | null }
  readonly sessions?: { readonly [id: string]: SessionEntry | null }
}

export interface StateSnapshot {
  readonly revision: number
  readonly state: BenchState
}

export const emptyState: BenchState = {
  folder: { path: '', status: 'opening', error: null },
  handlers: {},
  sessions: {},
}

type Entries<T> = { readonly [id: string]: T }

function applyEntries<T>(now: Entries<T>, change: Entries<T | null> | undefined): Entries<T> {
  if (!change) return now
  const next: Record<string, T> = { ...now }
  for (const [id, entry] of Object.entries(change)) {
    if (entry === null) delete next[id]
    else next[id] = entry
  }
  return next
}

/** The state after `patch`. */
export function applyPatch(state: BenchState, patch: StatePatch): BenchState {
  return {
    folder: patch.folder ?? state.folder,
    handlers: applyEntries(state.handlers, patch.handlers),
    sessions: applyEntries(state.sessions, patch.sessions),
  }
}

function diffEntries<T>(before: Entries<T>, after: Entries<T>): Entries<T | null> | undefined {
  const change: Record<string, T | null> = {}
  for (const id of Object.keys(before)) if (!(id in after)) change[id] = null
  for (const [id, entry] of Object.entries(after)) if (before[id] !== entry) change[id] = entry
  return Object.keys(change).length === 0 ? undefined : change
}

/** The patch that turns `before` into `after`, or null when nothing differs. Entries are compared by identity. */
export function diffState(before: BenchState, after: BenchState, revision: number): StatePatch | null {
  const handlers = diffEntries(before.handlers, after.handlers)
  const sessions = diffEntries(before.sessions, after.sessions)
  const folder = before.folder === after.folder ? undefined : after.folder
  if (!handlers && !sessions && !folder) return null
  return {
    revision,
    ...(folder ? { folder } : {}),
    ...(handlers ? { handlers } : {}),
    ...(sessions ? { sessions } : {}),
  }
}
