import { randomUUID } from 'node:crypto'
import { SoundcheckError, type WireError } from '../../../contract/errors'
import type { HostKind } from '../../../contract/host-link'
import type { JsonValue } from '../../../contract/json'
import type { LoudnessReport } from '../../../contract/loudness'
import type { Door, SessionClient, SessionEntry } from '../../../contract/state'
import type { SpeechReport, TurnEvent } from '../../../contract/turns'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { HandlerHost } from '../hosts/handler-host'
import type { Quarantine } from '../hosts/quarantine'
import type { Connect } from '../peer'
import { answerOffer, type OfferedClient } from './answer-offer'
import { createOpeningGate } from './opening-gate'
import type { PathTimes } from './path-times'
import type { RejectedVersion, Rejection } from './rejection'
import { createSession, type Session } from './session'
import { createSessionKeep, type OpenJournal, type SessionKeep } from './session-keep'
import type { SessionEvents, SessionSeed, SessionWork } from './session-work'
import { realTimers, type Timers } from './timers'

/** The app's own are never held up by those from outside. */
const OPENED_AT_ONCE = 2
const MOST_WAITING = 50
/** Sessions that ended and stay listed: the journals of more are kept, and listed by the next engine. */
const KEPT_ENDED = 50
/** What comes in through these is plain data, and its sockets are made with its connection: any thread can do the work of it. */
const doorsToThreads: readonly Door[] = ['webrtc', 'whip', 'whep']

/** Other threads that do the work of sessions where one is not enough. */
export interface OtherThreads {
  /** null = its work is to be done here. */
  place(session: PlacedSession): SessionWork | null
}

export interface PlacedSession {
  readonly seed: SessionSeed
  readonly offered: OfferedClient
  readonly keep: SessionKeep
  readonly on: SessionEvents
}

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
  readonly openJournal: OpenJournal
  /** Left out = all work is done in this thread. */
  readonly otherThreads?: OtherThreads
  readonly on: {
    changed(id: string, entry: SessionEntry | null): void
    turn(id: string, event: TurnEvent): void
    speech(id: string, report: SpeechReport): void
    loudness(id: string, report: LoudnessReport): void
    /** A version was tried in a session and taken back: nobody else should get it. */
    rejected(version: RejectedVersion, error: WireError): void
  }
}

const isEnded = (session: Session) => ['closed', 'failed'].includes(session.entry().status)

/** A session that is asked for: by a WebRTC client that offers, or by who connects it by means of its own. */
export type SessionRequest = {
  readonly version: HandlerVersion
  /** Who asks; an empty `webrtcId` = under the session's own id. */
  readonly client: SessionClient
  readonly inputs: { readonly [name: string]: JsonValue }
} & ({ readonly offered: OfferedClient } | { readonly connect: (id: string) => Connect })

/** All sessions: those that live, and the last ones that ended. */
export function createSessions(options: SessionsOptions) {
  const all = new Map<string, Session>()
  const gate = createOpeningGate({ atOnce: OPENED_AT_ONCE, mostWaiting: MOST_WAITING })
  /** The newest version of each handler that was no good. */
  const rejections = new Map<string, Rejection>()

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

  function reject(version: RejectedVersion, error: WireError): void {
    rejections.set(version.id, { version: version.version, error })
    options.on.rejected(version, error)
  }

  function create(request: SessionRequest): Session {
    const id = randomUUID()
    const { version, client, inputs } = request
    const seed: SessionSeed = {
      id,
      version,
      client: { ...client, webrtcId: client.webrtcId || id },
      inputs: { ...version.manifest.inputDefaults, ...inputs },
      origin: options.clock.now(),
      openedAt: Date.now(),
      ...(options.connectLimit === undefined ? {} : { connectLimit: options.connectLimit }),
    }
    const keep = createSessionKeep(seed, options.openJournal)
    const work = createWork(request, seed, keep)
    const { journal, outputs } = keep
    const session = {
      ...work,
      journal,
      clock: () => options.clock.now() - seed.origin,
      fetchOutputs: outputs.fetch,
      readOutputs: outputs.subscribe,
    }
    all.set(id, session)
    return session
  }

  function createWork(request: SessionRequest, seed: SessionSeed, keep: SessionKeep): SessionWork {
    const { id } = seed
    const on: SessionEvents = {
      changed: (entry) => options.on.changed(id, entry),
      turn: (event) => options.on.turn(id, event),
      speech: (report) => options.on.speech(id, report),
      loudness: (report) => options.on.loudness(id, report),
      rejected: reject,
    }
    const { otherThreads, clock } = options
    const mayLeave = doorsToThreads.includes(seed.client.door)
    const placed =
      mayLeave && 'offered' in request
        ? otherThreads?.place({ seed, offered: request.offered, keep, on })
        : undefined
    if (placed) return placed
    const { manifest } = request.version
    const connect =
      'offered' in request ? answerOffer({ ...request.offered, manifest, clock }) : request.connect
    return createSession({
      ...seed,
      on,
      connect: connect(id),
      clock,
      journal: keep.journal,
      outputs: keep.outputs,
      keptQueues: keep.queues,
      onEnded: keep.close,
      timers: options.timers ?? realTimers,
      takeHost: options.takeHost,
      quarantine: options.quarantine,
      pathTimes: options.pathTimes,
    })
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
      const rejection = rejections.get(version.id)
      await Promise.all(running.map((session) => session.swap(version, rejection)))
    },
    async close(reason: string): Promise<void> {
      await Promise.all([...all.values()].map((session) => session.close(reason)))
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>
