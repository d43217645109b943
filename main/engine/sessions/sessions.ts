import { randomUUID } from 'node:crypto'
import { SoundcheckError, type WireError } from '../../../contract/errors'
import type { HostKind } from '../../../contract/host-link'
import type { JsonValue } from '../../../contract/json'
import type { SessionClient, SessionEntry } from '../../../contract/state'
import type { SpeechReport, TurnEvent } from '../../../contract/turns'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost } from '../hosts/handler-host'
import type { Quarantine } from '../hosts/quarantine'
import { createJournal } from '../journal/journal'
import type { JournalFile } from '../journal/journal-file'
import type { JournalHead } from '../journal/journal-lines'
import type { Connect } from '../peer'
import { createOpeningGate } from './opening-gate'
import type { PathTimes } from './path-times'
import { createSession, type Session } from './session'
import { realTimers, type Timers } from './timers'

/** The app's own are never held up by those from outside. */
const OPENED_AT_ONCE = 2
const MOST_WAITING = 50
/** Sessions that ended and stay listed, with their journals. */
const KEPT_ENDED = 10
const JOURNAL_BYTES = 64 * 1024 * 1024
const NOTIFY_INTERVAL = 50

export interface SessionsOptions {
  readonly clock: Clock
  readonly timers?: Timers
  /** Gives the host for an instance of this version. */
  readonly takeHost: (version: HandlerVersion, kind: HostKind) => HandlerHost
  /** Told of handlers that are to run in processes, and asked for them. */
  readonly quarantine: Quarantine
  readonly pathTimes: PathTimes
  /** See a session's own. */
  readonly connectLimit?: number
  /** Where a session's journal is kept beside the memory; left out = nowhere. */
  readonly openJournalFile?: (head: JournalHead) => JournalFile
  readonly on: {
    changed(id: string, entry: SessionEntry | null): void
    journalGrew(size: { sessionId: string; total: number; dropped: number }): void
    turn(id: string, event: TurnEvent): void
    speech(id: string, report: SpeechReport): void
    /** A version was tried in a session and taken back: nobody else should get it. */
    rejected(version: HandlerVersion, error: WireError): void
  }
}

const isEnded = (session: Session) => ['closed', 'failed'].includes(session.entry().status)

/** A session that is to be. */
export interface SessionRequest {
  readonly version: HandlerVersion
  /** Who asks; an empty `webrtcId` = under the session's own id. */
  readonly client: SessionClient
  readonly connect: (id: string) => Connect
  readonly inputs: { readonly [name: string]: JsonValue }
}

/** All sessions: those that live, and the last ones that ended. */
export function createSessions(options: SessionsOptions) {
  const all = new Map<string, Session>()
  const gate = createOpeningGate({ atOnce: OPENED_AT_ONCE, mostWaiting: MOST_WAITING })
  /** The newest version of each handler that was no good. */
  const rejections = new Map<string, { readonly version: number; readonly error: WireError }>()

  function get(id: string): Session {
    const session = all.get(id)
    if (session) return session
    throw new SoundcheckError('not-found', `there is no session ${id}`, {
      hint: 'It ended and is no longer kept.',
    })
  }

  function checkConcurrency({ id, manifest }: HandlerVersion): void {
    const limit = manifest.concurrencyLimit
    const running = [...all.values()].filter(
      (session) => session.entry().handlerId === id && !isEnded(session),
    )
    if (limit === null || running.length < limit) return
    throw new SoundcheckError(
      'limit',
      `${manifest.title} takes ${limit} session(s) at once, and all are in use`,
      {
        hint: 'Stop one of them, or raise concurrencyLimit in the handler file.',
      },
    )
  }

  function forgetOldest(): void {
    const ended = [...all.values()].filter(isEnded)
    for (const session of ended.slice(0, Math.max(0, ended.length - KEPT_ENDED))) {
      all.delete(session.id)
      options.on.changed(session.id, null)
    }
  }

  function reject(version: HandlerVersion, error: WireError): void {
    rejections.set(version.id, { version: version.version, error })
    options.on.rejected(version, error)
  }

  function create({ version, client, connect, inputs }: SessionRequest): Session {
    const id = randomUUID()
    const journal = createJournal({
      clock: options.clock,
      origin: options.clock.now(),
      limitBytes: JOURNAL_BYTES,
      notifyInterval: NOTIFY_INTERVAL,
      onGrew: (size) => options.on.journalGrew({ sessionId: id, ...size }),
      file: options.openJournalFile?.({
        sessionId: id,
        handlerId: version.id,
        handlerVersion: version.version,
        openedAt: Date.now(),
      }),
    })
    const session = createSession({
      id,
      version,
      client: { ...client, webrtcId: client.webrtcId || id },
      connect: connect(id),
      inputs: { ...version.manifest.inputDefaults, ...inputs },
      clock: options.clock,
      journal,
      timers: options.timers ?? realTimers,
      takeHost: options.takeHost,
      quarantine: options.quarantine,
      pathTimes: options.pathTimes,
      ...(options.connectLimit === undefined ? {} : { connectLimit: options.connectLimit }),
      onChanged: (entry) => options.on.changed(id, entry),
      onTurn: (event) => options.on.turn(id, event),
      onSpeech: (report) => options.on.speech(id, report),
      onRejected: reject,
      rejectionOf: (number) => {
        const rejection = rejections.get(version.id)
        return rejection?.version === number ? rejection.error : null
      },
    })
    all.set(id, session)
    return session
  }

  return {
    get,
    /** The session that this client has now, by what it calls itself. */
    findLive: (webrtcId: string): Session | undefined =>
      [...all.values()].find((one) => one.entry().client.webrtcId === webrtcId && !isEnded(one)),
    async open(request: SessionRequest) {
      const isFromOutside = request.client.door !== 'window'
      checkConcurrency(request.version)
      if (isFromOutside) gate.check()
      forgetOldest()
      const session = create(request)
      const answer = isFromOutside ? gate.pass(session.open) : session.open()
      return { sessionId: session.id, answer: await answer }
    },
    /** Ends what `watch` of a session began; without effect when it has ended already. */
    async unwatch(watchId: string): Promise<void> {
      await Promise.all([...all.values()].map((session) => session.unwatch(watchId)))
    },
    /** Every live session of this handler goes over to this version: a new one, or one that was gone back to. */
    async swap(version: HandlerVersion): Promise<void> {
      const running = [...all.values()].filter((one) => one.entry().handlerId === version.id && !isEnded(one))
      if (rejections.get(version.id)?.version === version.version) rejections.delete(version.id)
      await Promise.all(running.map((session) => session.swap(version)))
    },
    async close(reason: string): Promise<void> {
      await Promise.all([...all.values()].map((session) => session.close(reason)))
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>
