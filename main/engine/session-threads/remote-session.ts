import { isDeepStrictEqual } from 'node:util'
import { messageOf, SoundcheckError } from '../../../contract/errors'
import { mayFollow, sessionTransitions } from '../../../contract/machines'
import type { HandlerManifest } from '../../../contract/manifest'
import type { QueueReading, SessionEntry } from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'
import { settlesWithin } from '../hosts/settles-within'
import { endedEarly } from '../sessions/session'
import { firstEntry } from '../sessions/session-entry'
import { endOf, type SessionKeep } from '../sessions/session-keep'
import type { SessionEvents, SessionSeed, SessionWork } from '../sessions/session-work'
import { statusRow } from '../sessions/status-row'
import type { SessionCall, SessionMethod, SessionNews } from './messages'
import { type PackedRows, unpackRows } from './packed-rows'

export interface RemoteSessionOptions {
  readonly seed: SessionSeed
  readonly keep: SessionKeep
  readonly on: SessionEvents
  /** Asks the session in its thread; rejects as it does, or with `unavailable` when the thread has ended. */
  readonly ask: (call: SessionCall) => Promise<unknown>
  /** It has ended, whether it could say so itself or not. */
  readonly onOver: () => void
}

/** The engine's side of a session whose work is done in a session thread: the mirror of what it shows, and the way to ask it. */
export interface RemoteSession extends SessionWork {
  take(news: SessionNews): void
  /** Its thread is gone, or of no use: it will say nothing more. */
  lost(why: string): void
}

type Routes = {
  readonly [T in SessionNews['type']]: (news: Extract<SessionNews, { type: T }>) => void
}

type Result<M extends SessionMethod> = Awaited<ReturnType<SessionWork[M]>>

/** How often what the engine keeps of it is looked at, ms. */
const KEPT_INTERVAL = 1000
/** All that a close waits for by itself takes less: the handler, the client's last messages, the connection. */
const CLOSE_LIMIT = 12_000

function takeRows({ journal }: SessionKeep, packed: PackedRows): void {
  for (const row of unpackRows(packed)) journal.append(row)
}

/** What the engine's side has nothing to add to. */
function passedOn(on: SessionEvents): Pick<Routes, 'turn' | 'speech' | 'loudness' | 'rejected'> {
  return {
    turn: ({ event }) => on.turn(event),
    speech: ({ report }) => on.speech(report),
    loudness: ({ report }) => on.loudness(report),
    rejected: ({ version, error }) => on.rejected(version, error),
  }
}

export function createRemoteSession({ seed, keep, on, ask, onOver }: RemoteSessionOptions): RemoteSession {
  /** As its thread told it last, and as it is listed: with the queues that are the engine's own. */
  let mirror: SessionEntry = firstEntry(seed)
  let shown = mirror
  let isOver = false
  let closing: Promise<void> | undefined
  const manifests = new Map<number, HandlerManifest>([[seed.version.version, seed.version.manifest]])
  const looking = setInterval(showQueues, KEPT_INTERVAL)
  const queues = (): readonly QueueReading[] => [...mirror.queues, ...keep.queues()]

  function show(next: SessionEntry): void {
    mirror = next
    shown = { ...mirror, queues: queues() }
    on.changed(shown)
  }

  function showQueues(): void {
    if (!isDeepStrictEqual(shown.queues, queues())) show(mirror)
  }

  async function call<M extends SessionMethod>(
    method: M,
    ...args: Parameters<SessionWork[M]>
  ): Promise<Result<M>> {
    if (isOver) throw new SoundcheckError('closed', 'the session has ended')
    return (await ask({ method, args } as SessionCall)) as Result<M>
  }

  function end(): void {
    if (isOver) return
    isOver = true
    clearInterval(looking)
    showQueues()
    keep.close(endOf(mirror))
    onOver()
  }

  function lost(reason: string): void {
    if (isOver) return
    const status = mayFollow(sessionTransitions, mirror.status, 'failed') ? 'failed' : 'closed'
    keep.journal.append(statusRow(status, reason))
    const idle = { host: 'gone', blocked: null, restart: null } as const
    show({ ...mirror, ...idle, status, reason, closedAt: Date.now() })
    end()
  }

  async function close(reason: string): Promise<void> {
    if (isOver) return
    try {
      if (await settlesWithin(call('close', reason), CLOSE_LIMIT)) return
      lost(`its thread did not close it within ${CLOSE_LIMIT / 1000} s`)
    } catch (thrown) {
      // Its thread ended meanwhile, which is an end as well.
      lost(messageOf(thrown))
    }
  }

  /** What the person has seen of a session stays dismissable when nobody else knows of it any more. */
  async function dismiss(what: 'fault' | 'rolledBack', method: SessionMethod): Promise<void> {
    if (isOver) show({ ...mirror, [what]: null })
    else await call(method)
  }

  const routes: Routes = {
    rows: ({ packed }) => takeRows(keep, packed),
    outputs: ({ values }) => keep.outputs.push(values),
    changed: ({ entry }) => show(entry),
    ...passedOn(on),
    ended: end,
    failed: ({ error }) => lost(error.message),
  }

  return {
    id: seed.id,
    entry: () => shown,
    manifest: () => manifests.get(mirror.handlerVersion) ?? seed.version.manifest,
    open: async () => (isOver ? Promise.reject(endedEarly(mirror)) : call('open')),
    addCandidate: (candidate) => call('addCandidate', candidate),
    setInputs: (values) => call('setInputs', values),
    setMessageRules: (rules) => call('setMessageRules', rules),
    releaseMessage: (id, text) => call('releaseMessage', id, text),
    dropMessage: (id) => call('dropMessage', id),
    trigger: (text) => call('trigger', text),
    dismissFault: () => dismiss('fault', 'dismissFault'),
    dismissRollback: () => dismiss('rolledBack', 'dismissRollback'),
    ...{ restart: () => call('restart'), links: () => call('links') },
    profile: (forMs) => call('profile', forMs),
    waitForCall: () => call('waitForCall'),
    stopCall: () => call('stopCall'),
    watch: (side, offer) => call('watch', side, offer),
    watchLoudness: (restart) => call('watchLoudness', restart),
    unwatch: async (watchId) => (isOver ? undefined : call('unwatch', watchId)),
    async swap(version: HandlerVersion, rejection) {
      manifests.set(version.version, version.manifest)
      // When it has ended meanwhile nobody is left to go over.
      await call('swap', version, rejection).catch((thrown) => isOver || Promise.reject(thrown))
    },
    close(reason) {
      closing ??= close(reason)
      return closing
    },
    take: (news) => isOver || (routes[news.type] as (told: SessionNews) => void)(news),
    lost,
  }
}
