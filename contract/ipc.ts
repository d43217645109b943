/**
 * All that the window can ask and be told. One entry here, one function in the engine or the shell, one caller: that is
 * a new request. Names that begin with `shell.` are answered by the shell, all others by the engine.
 */
import { z } from 'zod'
import type { SessionBudget } from './budget'
import { SoundcheckError } from './errors'
import {
  type ExportOutcome,
  type ExportPreview,
  exportFormats,
  exportRequestSchema,
  type ImportOutcome,
  importRequestSchema,
  measureRequestSchema,
  previewRequestSchema,
} from './exports'
import type { FramePaths } from './frame-path'
import type { JournalPage, JournalUsage } from './journal'
import { rowKinds } from './journal'
import type { JsonValue } from './json'
import { type HostLimits, hostLimitsSchema } from './limits'
import type { LoudnessReport, SideLoudness } from './loudness'
import { messageRulesSchema } from './message-gate'
import type { MessageTypes } from './message-types'
import type { EngineMetrics, Quantiles, ShellInfo } from './metrics'
import { journalLimitsSchema, type Preferences, preferencesSchema } from './preferences'
import type { RangeFigures } from './range-figures'
import type { RtpStreams } from './rtp-streams'
import { type ServerChoice, serverChoiceSchema, serverSettingsSchema } from './server'
import type { SessionLinks } from './session-links'
import { type SessionSound, soundPartSchema } from './session-sound'
import type { StatePatch, StateSnapshot } from './state'
import { clientStatsSchema, type StatsSlice, statsRangeSchema } from './stats'
import { LONGEST_PROFILE_MS } from './thread-profile'
import { type TimelineSlice, timelineRangeSchema } from './timeline'
import { heardTurnSchema, type TurnLatencies } from './turn-latency'
import type { SpeechReport, TurnEvent } from './turns'

const resultType = Symbol('result type')

interface RequestDefinition<P extends z.ZodType, R> {
  readonly params: P
  readonly [resultType]?: R
}

function request<R>() {
  return <P extends z.ZodType>(params: P): RequestDefinition<P, R> => ({ params })
}

const sessionId = z.string().min(1).max(100)
const none = z.strictObject({})
const inputValues = z.record(z.string(), z.json() as z.ZodType<JsonValue, JsonValue>)

export const journalFilterSchema = z.strictObject({
  text: z.string().max(1000),
  kinds: z.array(z.enum(rowKinds)),
  directions: z.array(z.enum(['in', 'out'])),
})

export const requests = {
  'state.get': request<StateSnapshot>()(none),
  /** Watch another user folder; it is created, with the examples, if `create` is set and it is missing. */
  'folder.open': request<null>()(z.strictObject({ path: z.string().min(1), create: z.boolean() })),
  /** Start a session from an SDP offer with complete or trickled candidates; resolves to the SDP answer. */
  'session.open': request<{ sessionId: string; answer: string }>()(
    z.strictObject({ handlerId: z.string(), offer: z.string().max(200_000), inputs: inputValues }),
  ),
  'session.addCandidate': request<null>()(
    z.strictObject({
      sessionId,
      candidate: z.string().max(2000),
      sdpMid: z.string().max(64).nullable(),
      sdpMLineIndex: z.number().int().min(0).max(64).nullable(),
    }),
  ),
  'session.setInputs': request<null>()(z.strictObject({ sessionId, values: inputValues })),
  /** Ask for a reply now; with `text`, as the answer to what was typed. */
  'session.trigger': request<null>()(
    z.strictObject({ sessionId, text: z.string().min(1).max(10_000).nullable() }),
  ),
  /** Take the oldest outputs that nobody has fetched yet (FastRTC's output stream); the client is told of each by `fetch_output`. */
  'outputs.fetch': request<FetchedOutputs>()(
    z.strictObject({ sessionId, limit: z.number().int().min(1).max(1000) }),
  ),
  /** What is done from now on to messages on their way; held ones stay so. */
  'session.setMessageRules': request<null>()(z.strictObject({ sessionId, rules: messageRulesSchema })),
  /** Let a held message go on: as it is, or with another text. */
  'session.releaseMessage': request<null>()(
    z.strictObject({ sessionId, id: z.number().int().min(1), text: z.string().max(300_000).nullable() }),
  ),
  'session.dropMessage': request<null>()(z.strictObject({ sessionId, id: z.number().int().min(1) })),
  /** Start the handler's instance anew: after it stopped, or because the person wants to. */
  'session.restart': request<null>()(z.strictObject({ sessionId })),
  /** Let a blocked call go on for another limit. */
  'session.waitForCall': request<null>()(z.strictObject({ sessionId })),
  /** End a blocked call, and with it its instance, now; another one is started. */
  'session.stopCall': request<null>()(z.strictObject({ sessionId })),
  /** What has passed each link of the session's path, read now. */
  'session.links': request<SessionLinks>()(z.strictObject({ sessionId })),
  /** Writes down what the client's own end measures (`getStats`), beside what the engine knows. */
  'session.reportStats': request<null>()(z.strictObject({ sessionId, stats: clientStatsSchema })),
  /** What the session's clock shows now, ms. */
  'session.clock': request<{ readonly at: number }>()(z.strictObject({ sessionId })),
  /** Writes down when this end of the session heard a turn. */
  'session.reportHeard': request<null>()(heardTurnSchema.extend({ sessionId })),
  /** Look for a while, ms, who has the handler's thread: a `profile` row tells. */
  'session.profile': request<null>()(
    z.strictObject({ sessionId, forMs: z.number().int().min(100).max(LONGEST_PROFILE_MS) }),
  ),
  'session.dismissRollback': request<null>()(z.strictObject({ sessionId })),
  'session.dismissFault': request<null>()(z.strictObject({ sessionId })),
  'session.close': request<null>()(z.strictObject({ sessionId })),
  /**
   * Get what one side of a session sends, as it is, over a connection of its own that only receives: `in` is the client's side,
   * `out` the handler's. Resolves to the SDP answer; the offer has its candidates, or none.
   */
  'session.watch': request<{ watchId: string; answer: string }>()(
    z.strictObject({ sessionId, side: z.enum(['in', 'out']), offer: z.string().max(200_000) }),
  ),
  'session.unwatch': request<null>()(z.strictObject({ watchId: z.string().min(1).max(100) })),
  /**
   * Measure how loud both sides are, told by `session.loudness`, until nobody has asked for that for 3 s; `restart` = from now on.
   */
  'session.watchLoudness': request<null>()(z.strictObject({ sessionId, restart: z.boolean() })),
  /** Let clients from outside in; resolves when it listens, or rejects with why it does not. Listens anew if it did. */
  'server.start': request<null>()(serverSettingsSchema),
  'server.stop': request<null>()(none),
  /** Put this handler at the root of the server. */
  'server.select': request<null>()(z.strictObject({ handlerId: z.string() })),
  /** The examples that ship: what a new handler can start from. */
  'examples.list': request<readonly ExampleEntry[]>()(none),
  /** Copy an example into the user folder under a name of its own; resolves to the new handler's id. */
  'handler.create': request<{ handlerId: string }>()(
    z.strictObject({ example: z.string().min(1).max(100), name: z.string().min(1).max(100) }),
  ),
  /** Run this version, in every session and in new ones, until the file is saved again. */
  'handler.useVersion': request<null>()(
    z.strictObject({ handlerId: z.string(), version: z.number().int().min(1) }),
  ),
  /** What changed in the handler's own files between two versions that are kept. */
  'handler.diff': request<readonly FileDiff[]>()(
    z.strictObject({
      handlerId: z.string(),
      from: z.number().int().min(1),
      to: z.number().int().min(1),
    }),
  ),
  /** For hosts that run and those to come. */
  'limits.set': request<null>()(hostLimitsSchema),
  'accident.dismiss': request<null>()(none),
  /** For sessions that run and those that are kept: what is beyond them goes at once. */
  'journal.setLimits': request<null>()(journalLimitsSchema),
  /** How much is kept now. */
  'journal.usage': request<JournalUsage>()(none),
  'journal.query': request<JournalPage>()(
    z.strictObject({
      sessionId,
      filter: journalFilterSchema,
      offset: z.number().int().min(0),
      limit: z.number().int().min(0).max(1000),
    }),
  ),
  /** The whole text of one row. */
  'journal.detail': request<{ text: string }>()(z.strictObject({ sessionId, n: z.number().int().min(0) })),
  /** The bytes of a row that has some: an RTP or RTCP packet without its encryption, a binary message. */
  'journal.bytes': request<{ bytes: Uint8Array }>()(
    z.strictObject({ sessionId, n: z.number().int().min(0) }),
  ),
  /** The messages of the session by type and direction. */
  'journal.types': request<MessageTypes>()(z.strictObject({ sessionId })),
  /** The calls of the handler's methods against the time that there was for them. */
  'journal.budget': request<SessionBudget>()(z.strictObject({ sessionId })),
  /** How long it took from the end of a person's speech to the first sound of the answer, turn by turn. */
  'journal.turns': request<TurnLatencies>()(z.strictObject({ sessionId })),
  /** How long its frames were on their way through the handler's end, step by step. */
  'journal.paths': request<FramePaths>()(z.strictObject({ sessionId })),
  /** What passed in a part of the session, both ends included, µs on its clock. */
  'journal.range': request<RangeFigures>()(
    z.strictObject({ sessionId, fromUs: z.number(), toUs: z.number() }),
  ),
  /** A part of the session's time axis. */
  'journal.timeline': request<TimelineSlice>()(timelineRangeSchema.extend({ sessionId })),
  /** A part of what one side sent, to be heard; rejects with `not-found` where there is no sound. */
  'journal.sound': request<SessionSound>()(soundPartSchema.safeExtend({ sessionId })),
  /** What both ends measured of the session's connection, in columns of time. */
  'journal.stats': request<StatsSlice>()(statsRangeSchema.extend({ sessionId })),
  /** What the RTP streams of the session add up to. */
  'journal.streams': request<RtpStreams>()(z.strictObject({ sessionId })),
  'journal.clear': request<null>()(z.strictObject({ sessionId })),
  /** Make a session of a journal or a bundle that was exported; it is listed among the earlier ones. */
  'journal.import': request<ImportOutcome>()(importRequestSchema),
  /** Write one file out of a session; resolves when it is there, or rejects with why it is not. */
  'export.start': request<ExportOutcome>()(exportRequestSchema),
  /** What the rules would take away. */
  'export.preview': request<ExportPreview>()(previewRequestSchema),
  /** How loud each side was, or was between two moments. Goes on as an export does: told of and cancelled by the same id. */
  'export.measure': request<readonly SideLoudness[]>()(measureRequestSchema),
  /** Give up an export or import that is under way: it rejects with `closed`. */
  'export.cancel': request<null>()(z.strictObject({ exportId: z.string().min(1).max(100) })),
  /** Delays and times of the engine since the last call of this request. */
  'engine.metrics': request<EngineMetrics>()(none),
  'shell.info': request<ShellInfo>()(none),
  /** How late the timers of the app's main thread fire, ms, since this was asked before. */
  'shell.loopDelay': request<Quantiles>()(none),
  /** Ask for a folder with the system's dialog and open it; null when the person cancelled. */
  'shell.chooseFolder': request<{ path: string } | null>()(none),
  /** Show the user folder, or a file in it, in the system's file browser. */
  'shell.revealFile': request<null>()(z.strictObject({ handlerId: z.string().nullable() })),
  /** Open a handler's file in the person's editor, or with the program that the system has for it. */
  'shell.openFile': request<null>()(z.strictObject({ handlerId: z.string() })),
  /** The same at a place in any file of the user folder. */
  'shell.openSource': request<null>()(
    z.strictObject({
      file: z.string().min(1).max(4096),
      line: z.number().int().min(1),
      column: z.number().int().min(1),
    }),
  ),
  'shell.preferences': request<Preferences>()(none),
  /** Keep them for the next start, too. */
  'shell.setPreferences': request<null>()(preferencesSchema),
  /** Show the folder of the journals in the system's file browser. */
  'shell.revealJournals': request<null>()(none),
  /** Change the limits, and keep them for the next start. */
  'shell.setLimits': request<HostLimits>()(hostLimitsSchema),
  /** What is kept of the server for the next start of the app. */
  'shell.server': request<ServerChoice>()(none),
  /** Keep it; the server itself is left as it is. */
  'shell.setServer': request<null>()(serverChoiceSchema),
  /** Ask where to save an export, with the system's dialog; null when the person cancelled. */
  'shell.chooseExportFile': request<{ path: string } | null>()(
    z.strictObject({ format: z.enum(exportFormats), name: z.string().min(1).max(200) }),
  ),
  /** Ask for a journal or bundle to be opened; null when the person cancelled. */
  'shell.chooseImportFile': request<{ path: string } | null>()(none),
  /** Show a file that was exported in the system's file browser: one that was chosen since the app started. */
  'shell.showExport': request<null>()(z.strictObject({ path: z.string().min(1).max(4096) })),
  /** Start the engine again, after it ended too often to be started by itself. */
  'shell.restartEngine': request<null>()(none),
  /** Open the newest crash report with the program that the system has for it. */
  'shell.openCrashReport': request<null>()(none),
  'shell.copyText': request<null>()(z.strictObject({ text: z.string() })),
} as const

export type Requests = typeof requests
export type RequestName = keyof Requests
export type RequestParams<N extends RequestName> = z.input<Requests[N]['params']>
export type RequestResult<N extends RequestName> =
  Requests[N] extends RequestDefinition<z.ZodType, infer R> ? R : never

/** The params of request `name`, checked; throws `invalid` saying which field is wrong. */
export function parseParams<N extends RequestName>(
  name: N,
  params: unknown,
): z.output<Requests[N]['params']> {
  const parsed = requests[name].params.safeParse(params)
  if (parsed.success) return parsed.data as z.output<Requests[N]['params']>
  throw new SoundcheckError(
    'invalid',
    `${name} was asked with wrong parameters: ${z.prettifyError(parsed.error)}`,
  )
}

/** What changed in one file. */
export interface FileDiff {
  /** Relative to the user folder, with `/`. */
  readonly file: string
  readonly hunks: readonly DiffHunk[]
}

/** Lines that changed, with three around them. */
export interface DiffHunk {
  /** Line numbers from 1 of the first line, before and after. */
  readonly oldStart: number
  readonly newStart: number
  /** Each begins with ` `, `-` or `+`, as in a unified diff. */
  readonly lines: readonly string[]
}

/** Answer of `outputs.fetch`. */
export interface FetchedOutputs {
  /** The arguments of each `AdditionalOutputs`, oldest first. */
  readonly outputs: readonly (readonly JsonValue[])[]
  /** Outputs since the last fetch that were dropped, because more than 1,000 waited. */
  readonly dropped: number
}

/** One of the examples that ship. */
export interface ExampleEntry {
  /** Its file's name without `.ts`. */
  readonly name: string
  readonly title: string
  /** What it shows, in a sentence or two. */
  readonly summary: string
  /** The command that is to be run in the user folder before it works; null when it works as it is. */
  readonly needs: string | null
}

export interface Events {
  'state.patched': StatePatch
  /** A step of the conversation. */
  'session.turn': { readonly sessionId: string; readonly event: TurnEvent }
  /** At most every 100 ms a session. */
  'session.speech': { readonly sessionId: string } & SpeechReport
  /** Every 100 ms while somebody asks for it by `session.watchLoudness`. */
  'session.loudness': { readonly sessionId: string } & LoudnessReport
  /** At most every 50 ms a session. */
  'journal.grew': { readonly sessionId: string; readonly total: number; readonly dropped: number }
  /** How far an export or import is, 0 to 1; at most every 100 ms. */
  'export.progressed': { readonly exportId: string; readonly share: number }
  /** The engine thread ended unexpectedly; it is started again after `restartsInMs`, or not at all when that is null. */
  'shell.engineFailed': { readonly message: string; readonly restartsInMs: number | null }
  /** It runs again: the state is to be fetched anew, sessions are gone. */
  'shell.engineRestarted': Record<string, never>
  /** The person chose the settings in the menu of this window. */
  'shell.settingsAsked': Record<string, never>
}
export type EventName = keyof Events

export const shellRequests = Object.keys(requests).filter((name) =>
  name.startsWith('shell.'),
) as ShellRequestName[]
export type ShellRequestName = Extract<RequestName, `shell.${string}`>
export type EngineRequestName = Exclude<RequestName, ShellRequestName>

/** What the preload puts on `window.soundcheck`. */
export interface Bridge {
  request(name: RequestName, params: unknown): Promise<unknown>
  /** Calls `listener` for each event; returns the function that ends it. */
  on(listener: (name: EventName, payload: unknown) => void): () => void
}

/** The two channels of Electron's IPC that all requests and events share. */
export const IPC_REQUEST = 'soundcheck:request'
export const IPC_EVENT = 'soundcheck:event'
