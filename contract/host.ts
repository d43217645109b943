/**
 * What the engine and a handler host say to each other. The host lives in a thread of its own; frames travel with their
 * buffers transferred. This path is typed, not validated: both ends are ours.
 */
import type { SourcePosition, WireError } from './errors'
import type { Finding } from './findings'
import type { JsonValue } from './json'
import type { HandlerManifest } from './manifest'
import type { ChannelCount, PixelFormat } from './media'
import type { ThreadProfile } from './thread-profile'
import type { SpeechReport, TurnEvent } from './turns'

/** Engine -> host. */
export type HostCommand =
  /** Load a compiled handler file; answered by `loaded` or `load-failed`. */
  | {
      readonly type: 'load'
      readonly file: string
      readonly code: string
      /** In a throw-away host: `loaded` brings findings, for which `copy()` is called. */
      readonly probe?: boolean
    }
  /** Make the instance of one session with `copy()`; answered by `opened` or `open-failed`. */
  | {
      readonly type: 'open'
      readonly webrtcId: string
      readonly inputs: { readonly [name: string]: JsonValue }
      readonly phoneMode: boolean
      /** ms that have passed on the session's clock: the origin of `loop.time()`. */
      readonly sessionTime: number
    }
  /** The client's data channel is open: `setChannel`, `startUp`, then the loops begin. */
  | { readonly type: 'channel-opened' }
  | {
      readonly type: 'audio'
      /** 20 ms at the manifest's `inputSampleRate`, interleaved in its `expectedLayout`; transferred. */
      readonly samples: Int16Array
      readonly channels: ChannelCount
      /** Engine clock in ms when the packet arrived: comes back in the report that answers it. */
      readonly arrivedAt: number
    }
  | {
      readonly type: 'video'
      readonly width: number
      readonly height: number
      readonly format: PixelFormat
      /** Transferred. */
      readonly data: Uint8Array
      /** Ticks of 90 kHz. */
      readonly pts: number
      readonly arrivedAt: number
    }
  | { readonly type: 'message'; readonly message: JsonValue | string }
  /** New input values by name, not yet validated. */
  | { readonly type: 'inputs'; readonly values: { readonly [name: string]: JsonValue } }
  /**
   * The first `count` audio reports of this instance have been played, or dropped: nothing is queued. Sent only to handlers
   * that take turns.
   */
  | { readonly type: 'played'; readonly count: number }
  /** The person wants a reply now; `text` is what they typed, null when they typed nothing. */
  | { readonly type: 'trigger'; readonly text: string | null }
  /**
   * Another version is about to take over: take no more frames once the call that runs has ended, and give the state away;
   * answered by `state`. What comes after it waits for `resume`, or for nobody.
   */
  | { readonly type: 'export-state' }
  /** The version that was to take over did not: go on. */
  | { readonly type: 'resume' }
  /** Between `open` and `channel-opened`; answered by `state-imported` or `import-failed`. */
  | { readonly type: 'import-state'; readonly state: HandlerState }
  /** Look for so long, ms, who has the thread; answered by `profiled`, later when the thread is held. */
  | { readonly type: 'profile'; readonly forMs: number }
  /** Only to a host with a virtual clock: let it run until `to`, ms; answered by `advanced`. */
  | { readonly type: 'advance'; readonly to: number }
  /** End of session: abort `signal`, `shutdown`, `reset`; answered by `closed`. */
  | { readonly type: 'close'; readonly reason: string }

/** The author's methods that the host calls; the name in faults, call statistics and the window. */
export const handlerMethods = [
  'copy',
  'startUp',
  'receive',
  'emit',
  'videoReceive',
  'videoEmit',
  'onMessage',
  'shutdown',
  'reset',
  'exportState',
  'importState',
] as const
export type HandlerMethod = (typeof handlerMethods)[number]

/**
 * What a handler's `exportState` gave, in V8's serialisation of the structured clone algorithm: engine and pipe pass it on as
 * it is. At most {@link MAX_STATE_BYTES}.
 */
export type HandlerState = Uint8Array

/** More than this would be felt as a pause of the call. */
export const MAX_STATE_BYTES = 64 * 1024 * 1024

/** Host -> engine. */
export type HostReport =
  | { readonly type: 'booted' }
  | { readonly type: 'loaded'; readonly manifest: HandlerManifest; readonly findings: readonly Finding[] }
  | { readonly type: 'load-failed'; readonly error: WireError }
  | { readonly type: 'opened' }
  | { readonly type: 'open-failed'; readonly error: WireError }
  /** `receive` and `emit` have begun. */
  | { readonly type: 'started' }
  | {
      readonly type: 'audio'
      /** Interleaved, any length; transferred. */
      readonly samples: Int16Array
      /** Hz. */
      readonly sampleRate: number
      readonly channels: ChannelCount
      /** The turn in which `emit` was called; `clear-queue` begins the next one. */
      readonly turn: number
      /** `arrivedAt` of the latest block that `receive` had taken when `emit` returned, or null before the first. */
      readonly cause: number | null
      readonly handled?: HandledTimes
    }
  | {
      readonly type: 'video'
      readonly width: number
      readonly height: number
      readonly format: PixelFormat
      /** Transferred. */
      readonly data: Uint8Array
      /** `arrivedAt` of the picture whose `pts` it bears, or of the latest that `videoReceive` had taken; null before the first. */
      readonly cause: number | null
      readonly handled?: HandledTimes
    }
  /** Everything queued for playback is to be dropped, on the wire side too; frames of turns before `turn` are stale. */
  | { readonly type: 'clear-queue'; readonly turn: number }
  /** Text for the data channel. `ack` names the slot to acknowledge: unacknowledged messages are bounded; null = nobody counts. */
  | { readonly type: 'message'; readonly text: string; readonly ack: number | null }
  | { readonly type: 'outputs'; readonly values: readonly JsonValue[] }
  /** The stream is to end when what was emitted is played; `message` null = at its natural end, of which no client is told. */
  | { readonly type: 'close-stream'; readonly message: string | null }
  | { readonly type: 'turn'; readonly event: TurnEvent }
  | ({ readonly type: 'speech' } & SpeechReport)
  | { readonly type: 'finding'; readonly finding: Finding }
  | {
      readonly type: 'console'
      readonly level: ConsoleLevel
      readonly text: string
      readonly position: SourcePosition | null
    }
  /** The author's code failed or broke the interface; the loop goes on. */
  | { readonly type: 'fault'; readonly method: HandlerMethod | 'background'; readonly error: WireError }
  /** Answers `export-state`; `state` null = there is none to carry over, and `error` says why if that is a failure. */
  | { readonly type: 'state'; readonly state: HandlerState | null; readonly error: WireError | null }
  | { readonly type: 'state-imported' }
  | { readonly type: 'import-failed'; readonly error: WireError }
  /** The thread refused to load a native add-on; the handler may do without it, or fail next. */
  | { readonly type: 'native-refused'; readonly file: string }
  /** Said by the watch, not by the host: it has given no sign of life for `forMs`; `method` is what it is in. */
  | {
      readonly type: 'blocked'
      readonly method: HandlerMethod | null
      readonly forMs: number
      /** ms without a sign of life after which it is ended. */
      readonly limitMs: number
    }
  /** Where a blocked host is just now; comes soon after `blocked`, unless it cannot be told. */
  | { readonly type: 'blocked-at'; readonly position: SourcePosition }
  | { readonly type: 'unblocked' }
  /** Five faults in a row within 10 s: the host gives up this instance; what follows is the supervisor's decision. */
  | { readonly type: 'gave-up'; readonly error: WireError }
  /** Answers `profile`. */
  | { readonly type: 'profiled'; readonly profile: ThreadProfile }
  | { readonly type: 'profile-failed'; readonly error: WireError }
  | { readonly type: 'counters'; readonly counters: HostCounters }
  /** Calls of the author's methods that have ended, up to 0.2 s ago; see `contract/call-records`. Transferred. */
  | { readonly type: 'calls'; readonly calls: Float64Array }
  /** Only from a host with a virtual clock: what it reports from now on happened then, ms on that clock. */
  | { readonly type: 'time'; readonly at: number }
  /** The clock was let run; it is later than asked for when code waited in a way that only its own steps end. */
  | { readonly type: 'advanced'; readonly at: number }
  | { readonly type: 'closed' }

/** Of what was emitted, ms on the session's clock. */
export interface HandledTimes {
  /** When the author's method was called with the frame that it answers. */
  readonly takenAt: number
  readonly emittedAt: number
}

export type ConsoleLevel = 'debug' | 'log' | 'info' | 'warn' | 'error'

/** Totals since the instance was opened; reported once a second while they change. */
export interface HostCounters {
  readonly audioIn: number
  readonly audioOut: number
  readonly videoIn: number
  readonly videoOut: number
  /** Blocks of input dropped because `receive` was too slow (queue of 1 s). */
  readonly audioDropped: number
  /** Pictures dropped because `videoReceive` was too slow (queue of 2). */
  readonly videoDropped: number
  /** What waits for the author's methods now, and how long the oldest of it has waited, ms. */
  readonly audioWaiting: number
  readonly audioWaitingMs: number
  readonly videoWaiting: number
  readonly videoWaitingMs: number
  /** Author's calls since the last report. */
  readonly calls: { readonly [method in HandlerMethod]?: CallTimes }
  /** Share of the time since the report before, 0 to 1, in which its event loop was not idle; null in the first, and around a profile. */
  readonly busyShare: number | null
  /** By how much its event loop was late at most since the report before, ms: nothing else could run meanwhile. */
  readonly loopDelayMs: number
  /** Bytes of JS heap in use in the handler's thread. */
  readonly heapBytes: number
  /** Bytes outside of that heap which its objects hold: buffers, typed arrays. */
  readonly externalBytes: number
}

export interface CallTimes {
  readonly count: number
  /** The longest. */
  readonly maxMs: number
  /** How long each took, ms, until its promise settled; of the first {@link MOST_TIMED_CALLS} alone. */
  readonly ms: readonly number[]
}

/** Calls of one method of which a report of the counters tells the times: those of more than a second of sound. */
export const MOST_TIMED_CALLS = 100

/** What a handler thread is started with. */
export interface HostWorkerData {
  /** 32-bit words shared by engine and host, named by {@link syncWord}. */
  readonly sync: SharedArrayBuffer
  /** A MessagePort: commands that must reach the host while it blocks (`inputs`, `close`) come a second time here. */
  readonly syncPort: unknown
  /** Left out = the thread goes by the real clock. */
  readonly virtualTime?: VirtualTimeStart
}

/** The clock of a host whose time passes only as it is let to: `advance`. It begins at 0 when the thread does. */
export interface VirtualTimeStart {
  /** What `Date.now()` is at 0, ms since the epoch. */
  readonly epoch: number
  /** Of `Math.random`, a whole number of 32 bits. */
  readonly seed: number
}

/** Words of {@link HostWorkerData.sync}; all start at 0 and are read and written with `Atomics`. */
export const syncWord = {
  /** Raised by the engine, with `Atomics.notify`, after each acknowledgement and each command on `syncPort`. */
  signal: 0,
  /** The last message slot that the data channel has taken (`sendMessageSync` waits for its own). */
  acknowledged: 1,
  /** Raised by the host for each `audio` command that it took off its port: posted minus taken is what is in flight. */
  audioTaken: 2,
  /** The same for `video` commands: the engine posts no picture while two are in flight. */
  videoTaken: 3,
  /** Raised by the host every {@link HEARTBEAT} while its event loop turns, or while it waits in one of our own calls. */
  heartbeat: 4,
  /** Which author's method the host is in just now: 1 + its index in {@link handlerMethods}; 0 = none. */
  calling: 5,
  /** Raised by the host for each `message` command that it took: the engine posts no more while too many are in flight. */
  messagesTaken: 6,
  /** Raised by the engine for each `audio` report that it took: the host posts no more while too many are in flight. */
  emittedTaken: 7,
} as const

/** Bytes of {@link HostWorkerData.sync}. */
export const SYNC_BYTES = 32

/** `audio` reports on their way to the engine at which the host's emit loop waits: 2 s of 20 ms blocks. */
export const MOST_EMITTED_IN_FLIGHT = 100
/** `message` commands on their way to a host at which the engine drops, counts and tells. */
export const MOST_MESSAGES_IN_FLIGHT = 2000

/** How often a host whose event loop is free says so, ms. */
export const HEARTBEAT = 250
