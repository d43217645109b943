import { SoundcheckError, toWireError } from '../../../contract/errors'
import { handlerName, noServer, type ServerEntry, type ServerSettings } from '../../../contract/server'
import type { HandlerEntry, SessionEntry } from '../../../contract/state'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { Sessions } from '../sessions/sessions'
import { createToken } from './access-token'
import type { Door } from './doors'
import type { Listener } from './listener'
import { type WebLimits, webLimits } from './node-server'
import { isLoopback } from './own-addresses'

export interface ServerOptions {
  readonly sessions: Sessions
  readonly clock: Clock
  /** All of the folder, in any order. */
  readonly handlers: () => readonly HandlerEntry[]
  /** The version that sessions run. */
  readonly current: (handlerId: string) => HandlerVersion | undefined
  /** All that are listed, also those that ended. */
  readonly sessionEntries: () => readonly SessionEntry[]
  /** Threads beside the engine's own; none if left out. */
  readonly sessionThreads?: () => number
  readonly onChanged: (entry: ServerEntry) => void
  readonly log: (line: string) => void
  /** Of the app. */
  readonly version: string | null
  readonly limits?: WebLimits
  /** Left out = all there are. */
  readonly doors?: readonly Door[]
}

export interface SoundcheckServer {
  /**
   * Listens; when it did already, it ends what came in and listens anew. Throws `unavailable` with what to do when it cannot, and
   * `invalid` for an origin that is none.
   */
  start(settings: ServerSettings): Promise<void>
  /** Ends all sessions that came in from outside, and closes every socket. */
  stop(): Promise<void>
  /** Puts this handler at the root. Throws `not-found`. */
  select(handlerId: string): void
  /** Call it when the list of handlers has changed. */
  handlersChanged(): void
  entry(): ServerEntry
  /** For good. Idempotent. */
  close(): Promise<void>
}

const isOutside = ({ client, status }: SessionEntry): boolean =>
  client.door !== 'window' && client.door !== 'clip' && !isEnded(status)
const isEnded = (status: SessionEntry['status']): boolean => status === 'closed' || status === 'failed'

/** The server through which clients from outside of the app reach the handlers. It is off until it is started. */
export function createServer(options: ServerOptions): SoundcheckServer {
  let entry: ServerEntry = noServer
  let listener: Listener | undefined
  let closed = false
  /** Starting and stopping are one at a time, in order. */
  let turn: Promise<void> = Promise.resolve()

  function change(more: Partial<ServerEntry>): void {
    entry = { ...entry, ...more }
    options.onChanged(entry)
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }

  function handlers(): readonly HandlerEntry[] {
    return [...options.handlers()].sort((a, b) => (handlerName(a.id) < handlerName(b.id) ? -1 : 1))
  }

  async function endSessions(reason: string): Promise<void> {
    const outside = options.sessionEntries().filter(isOutside)
    await Promise.all(outside.map(({ id }) => options.sessions.get(id).close(reason)))
  }

  async function leave(reason: string): Promise<void> {
    const left = listener
    listener = undefined
    await left?.close(reason)
  }

  async function listen(settings: ServerSettings): Promise<void> {
    if (closed) throw new SoundcheckError('closed', 'the engine is stopping')
    const token = needsToken(settings) ? createToken() : null
    change({ ...noServer, selected: entry.selected, status: 'starting', settings })
    try {
      await leave('the server was started anew')
      // Loaded when it is needed: most days nobody comes in from outside.
      const { createListener } = await import('./listener')
      const { sessions, clock, log, version, doors, limits = webLimits } = options
      const { sessionThreads = () => 0 } = options
      const status = { version, sessionThreads, sessions: () => countLive(options.sessionEntries()) }
      listener = await createListener({
        ...{ settings, token, limits, sessions, clock, log, status, handlers, endSessions, versionFor },
        ...(doors ? { doors } : {}),
      })
      change({ status: 'listening', token, urls: listener.urls, fingerprint: listener.fingerprint })
    } catch (thrown) {
      change({ status: 'failed', error: toWireError(thrown, 'unavailable') })
      throw thrown
    }
  }

  function versionFor(named: string | undefined): HandlerVersion {
    const id = named ?? entry.selected ?? handlers().find((one) => options.current(one.id))?.id
    const version = id === undefined ? undefined : options.current(id)
    if (version) return version
    throw nothingRuns(handlers().find((one) => one.id === id))
  }

  return {
    start: (settings) => inTurn(() => listen(settings)),
    stop: () =>
      inTurn(async () => {
        await leave('the server was stopped')
        change({ ...noServer, settings: entry.settings, selected: entry.selected })
      }),
    select(handlerId) {
      if (!options.handlers().some(({ id }) => id === handlerId))
        throw new SoundcheckError('not-found', `there is no handler ${handlerId}`)
      change({ selected: handlerId })
    },
    handlersChanged() {
      const { selected } = entry
      if (selected !== null && !options.handlers().some(({ id }) => id === selected))
        change({ selected: null })
    },
    entry: () => entry,
    close() {
      closed = true
      return inTurn(() => leave('the app is closing'))
    },
  }
}

const countLive = (entries: readonly SessionEntry[]): number =>
  entries.filter(({ status }) => !isEnded(status)).length

/** A page of elsewhere that may use a loopback address is most likely a tunnel's: it lets everybody in. */
function needsToken({ host, allowedOrigins }: ServerSettings): boolean {
  if (!isLoopback(host)) return true
  const names = allowedOrigins.map((origin) => new URL(origin).hostname.replace(/^\[|\]$/g, ''))
  return names.some((name) => !isLoopback(name))
}

function nothingRuns(handler: HandlerEntry | undefined): SoundcheckError {
  if (!handler)
    return new SoundcheckError('not-found', 'There is no handler that runs.', {
      hint: 'Save a handler file in the folder that the app has open.',
    })
  const reason =
    handler.error?.message ?? (handler.status === 'compiling' ? 'it is being compiled' : 'it has not loaded')
  return new SoundcheckError('not-found', `The handler ${handlerName(handler.id)} does not run: ${reason}`, {
    hint:
      handler.status === 'compiling'
        ? 'Try again in a moment.'
        : 'Mend the file; it is loaded when it is saved.',
  })
}
