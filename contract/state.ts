import type { SourcePosition, WireError } from './errors'
import type { Finding } from './findings'
import type { HandlerMethod } from './host'
import type { HostKind } from './host-link'
import type { JsonValue } from './json'
import { type HostLimits, standardLimits } from './limits'
import type { HandlerManifest } from './manifest'
import type { MessageGateState } from './message-gate'
import { noServer, type ServerEntry } from './server'

export type HandlerStatus = 'compiling' | 'ready' | 'broken'

/** One handler file of the user folder, as the list shows it. */
export interface HandlerEntry {
  /** Path relative to the folder, with `/`: unique, also for files of one name in different folders. */
  readonly id: string
  /** Absolute path. */
  readonly file: string
  readonly status: HandlerStatus
  /** The version that sessions run: the newest good one, or one that the person went back to. 0 while none has loaded. */
  readonly version: number
  /** Newest first, at most {@link KEPT_VERSIONS}. */
  readonly versions: readonly VersionEntry[]
  /** Where its next instance runs, and why it is not in a thread. */
  readonly isolation: HandlerIsolation
  /** Of that version. */
  readonly manifest: HandlerManifest | null
  /** Likely mistakes in that version, found when it was loaded. */
  readonly findings: readonly Finding[]
  /** When that version was loaded; ms since the epoch. */
  readonly loadedAt: number | null
  /** Why the newest contents of the file do not run; null when they do. */
  readonly error: WireError | null
}

/** How many versions of a handler are kept to go back to. */
export const KEPT_VERSIONS = 20

/** One version of a handler that loaded. */
export interface VersionEntry {
  readonly version: number
  /** ms since the epoch. */
  readonly loadedAt: number
  /** Why it was rolled back; null when it was not. */
  readonly rejected: WireError | null
}

/**
 * Why a handler runs in a process: its author asks for it, it loads a native add-on, or it was put there, until its file
 * changes, because it hung, used too much memory, or was running when the app died.
 */
export const processReasons = ['asked', 'native', 'hung', 'memory', 'died'] as const
export type ProcessReason = (typeof processReasons)[number]

export interface HandlerIsolation {
  readonly kind: HostKind
  /** null in a thread. */
  readonly reason: ProcessReason | null
}

export const inThread: HandlerIsolation = { kind: 'thread', reason: null }

export type SessionStatus = 'new' | 'connecting' | 'live' | 'closing' | 'closed' | 'failed'
/** `blocked`: a call of the author's has the thread to itself; `waiting`: it failed and is started again after a while. */
export type HostStatus = 'starting' | 'running' | 'blocked' | 'waiting' | 'closing' | 'gone'

/** A call that gives its thread back to nobody. */
export interface BlockedCall {
  /** null = none of the author's methods: a timer, a listener, what a promise awaited. */
  readonly method: HandlerMethod | null
  /** When it gave the last sign of life; ms since the epoch. */
  readonly since: number
  /** When it is ended unless the person waits; ms since the epoch. */
  readonly endsAt: number
  /** Where it is, once that is known. */
  readonly position: SourcePosition | null
}

/** The failures of a handler that is started again. */
export interface RestartState {
  /** Counts from 1. */
  readonly attempt: number
  /** Attempts after which it stays stopped. */
  readonly of: number
  /** When the next attempt is made; ms since the epoch. */
  readonly at: number
}

/** A version that was tried in a session and taken back. */
export interface RolledBack {
  readonly from: number
  readonly to: number
  readonly error: WireError
}

/** The places where something waits in a session. */
export const queueNames = [
  'audio in',
  'video in',
  'messages in',
  'audio out',
  'video out',
  'messages out',
  'outputs',
  'journal',
] as const
export type QueueName = (typeof queueNames)[number]

/** One of them, read about once a second. Every queue is bounded. */
export interface QueueReading {
  readonly name: QueueName
  readonly unit: 'blocks' | 'pictures' | 'messages' | 'ms' | 'bytes'
  readonly depth: number
  /** What it holds at most, in the same unit. */
  readonly limit: number
  /** How long the oldest has waited, ms; null where that is not known. */
  readonly ageMs: number | null
  /** Since the session began. */
  readonly dropped: number
  /** Why the last was dropped, in a sentence; null while nothing was. */
  readonly reason: string | null
}

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

/** How a client came in. `window`: the app's own; `clip`: a file is played to the handler; `file`: it was recorded, and opened from a file. */
export const doors = ['window', 'webrtc', 'websocket', 'telephone', 'whip', 'whep', 'clip', 'file'] as const
export type Door = (typeof doors)[number]

/** Who is at the other end of a session. */
export interface SessionClient {
  readonly door: Door
  /** What the client calls itself: FastRTC's `webrtc_id`, `websocket_id` or Twilio's `streamSid`; else the session's id. */
  readonly webrtcId: string
  /** Its IP address; null = it is this app. */
  readonly address: string | null
}

/** One connection to one handler instance. */
export interface SessionEntry {
  readonly id: string
  readonly handlerId: string
  /** The version that its instance runs now. */
  readonly handlerVersion: number
  readonly client: SessionClient
  readonly status: SessionStatus
  readonly host: HostStatus
  readonly isolation: HostKind
  /** While `host` is `blocked`. */
  readonly blocked: BlockedCall | null
  /** While `host` is `waiting`, and after it until the handler has behaved for a while. */
  readonly restart: RestartState | null
  /** The newest version that was taken back; shown until dismissed. */
  readonly rolledBack: RolledBack | null
  readonly queues: readonly QueueReading[]
  readonly messageGate: MessageGateState
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

/** How the engine, or the whole app, ended unexpectedly the last time; shown until dismissed. */
export interface Accident {
  /** `app`: the process died; `engine`: its engine did, and the app restarted it. */
  readonly what: 'app' | 'engine'
  /** ms since the epoch: the last sign of life. */
  readonly at: number
  /** Handlers that ran in threads then; they run in processes until their files change. */
  readonly handlers: readonly string[]
  /** Sessions that were cut off; their journals are kept. */
  readonly sessions: readonly string[]
  /** Absolute path of the crash report; null when it could not be written. */
  readonly report: string | null
}

/** The engine's whole truth; small and serialisable. Frames, levels and journal rows are never in it. */
export interface BenchState {
  readonly folder: FolderEntry
  readonly handlers: { readonly [id: string]: HandlerEntry }
  readonly sessions: { readonly [id: string]: SessionEntry }
  readonly limits: HostLimits
  readonly server: ServerEntry
  readonly accident: Accident | null
}

/** A change from revision `revision - 1` to `revision`: whole entries that are new, `null` for those gone. */
export interface StatePatch {
  readonly revision: number
  readonly folder?: FolderEntry
  readonly handlers?: { readonly [id: string]: HandlerEntry | null }
  readonly sessions?: { readonly [id: string]: SessionEntry | null }
  readonly limits?: HostLimits
  readonly server?: ServerEntry
  /** null = dismissed. */
  readonly accident?: Accident | null
}

export interface StateSnapshot {
  readonly revision: number
  readonly state: BenchState
}

export const emptyState: BenchState = {
  folder: { path: '', status: 'opening', error: null },
  handlers: {},
  sessions: {},
  limits: standardLimits,
  server: noServer,
  accident: null,
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
    limits: patch.limits ?? state.limits,
    server: patch.server ?? state.server,
    accident: patch.accident === undefined ? state.accident : patch.accident,
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
  const change = {
    ...(before.folder === after.folder ? {} : { folder: after.folder }),
    ...(handlers ? { handlers } : {}),
    ...(sessions ? { sessions } : {}),
    ...(before.limits === after.limits ? {} : { limits: after.limits }),
    ...(before.server === after.server ? {} : { server: after.server }),
    ...(before.accident === after.accident ? {} : { accident: after.accident }),
  }
  return Object.keys(change).length === 0 ? null : { revision, ...change }
}
