import { Worker } from 'node:worker_threads'
import { fromWireError, messageOf, type Reply, SoundcheckError, toWireError } from '../../../contract/errors'
import type { HostLimits } from '../../../contract/limits'
import type { Quantiles } from '../../../contract/metrics'
import type { ProcessReason } from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'
import type { ForkProcess } from '../hosts/fork-process'
import type { Quarantine, QuarantinedVersion } from '../hosts/quarantine'
import { settlesWithin } from '../hosts/settles-within'
import type { PathTimes } from '../sessions/path-times'
import type { SessionWork } from '../sessions/session-work'
import type { PlacedSession } from '../sessions/sessions'
import type {
  FromSessionThread,
  Measured,
  MeasuredTimes,
  SessionCall,
  SessionThreadStart,
  ToSessionThread,
} from './messages'
import { createRemoteSession, type RemoteSession } from './remote-session'

/** What session threads share with the engine. */
export interface SessionThreadMeans {
  /** Starts the compiled program. */
  readonly startWorker: (start: SessionThreadStart) => Worker
  readonly fork: ForkProcess
  readonly quarantine: Quarantine
  /** This code is in a thread of the app; gives back what is to be called when that has ended. */
  readonly noteThread: (code: QuarantinedVersion) => () => void
  readonly pathTimes: PathTimes
}

export interface SessionThreadOptions extends SessionThreadMeans {
  readonly start: SessionThreadStart
  readonly on: {
    /** No session is left in it. */
    idle(): void
    /** It has ended as it was asked to, or not, or its program does not even start. Called once. */
    ended(how: 'asked' | 'died' | 'unstarted', error: SoundcheckError): void
  }
}

/** One thread that does the work of sessions, as the engine sees it. */
export interface SessionThread {
  readonly worker: Worker
  /** Sessions that have not ended. */
  sessions(): number
  add(placed: PlacedSession): SessionWork
  setLimits(limits: HostLimits): void
  noteQuarantined(version: QuarantinedVersion, reason: ProcessReason): void
  /** How late its timers fire; its times of the paths are noted. Rejects with `timeout` when it does not answer within `limit` ms. */
  measure(limit: number): Promise<Quantiles>
  /** Ends its sessions, then the thread; bounded. Idempotent. */
  stop(): Promise<void>
}

type Routes = {
  readonly [T in FromSessionThread['type']]: (message: Extract<FromSessionThread, { type: T }>) => void
}

/** For a thread whose sessions have been closed: its spare hosts and itself, ms. */
const STOP_LIMIT = 5000

export function createSessionThread(options: SessionThreadOptions): SessionThread {
  const { quarantine, pathTimes, on } = options
  const worker = options.startWorker(options.start)
  const sessions = new Map<string, RemoteSession>()
  const waiting = new Map<number, (reply: Reply<unknown>) => void>()
  /** The handler threads in it; each is taken off the list of what runs by a function. */
  const handlers = new Map<number, () => void>()
  let lastId = 0
  let hasSpoken = false
  let thrown: unknown = null
  let state: 'running' | 'stopping' | 'gone' = 'running'
  let stopping: Promise<void> | undefined
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()))

  function post(message: ToSessionThread): void {
    if (state !== 'gone') worker.postMessage(message)
  }

  function ask(request: (id: number) => ToSessionThread): Promise<unknown> {
    if (state === 'gone') return Promise.reject(goneError())
    return new Promise((resolve, reject) => {
      lastId += 1
      waiting.set(lastId, (reply) => (reply.ok ? resolve(reply.value) : reject(fromWireError(reply.error))))
      post(request(lastId))
    })
  }

  function noteTimes(times: MeasuredTimes): void {
    for (const path of ['audio', 'video', 'swap'] as const)
      for (const ms of times[path]) pathTimes[path].add(ms)
  }

  async function measure(): Promise<Quantiles> {
    const { eventLoopDelay, times } = (await ask((id) => ({ type: 'measure', id }))) as Measured
    noteTimes(times)
    return eventLoopDelay
  }

  const routes: Routes = {
    news: ({ sessionId, news }) => sessions.get(sessionId)?.take(news),
    reply({ id, reply }) {
      waiting.get(id)?.(reply)
      waiting.delete(id)
    },
    quarantined: ({ version, reason }) => quarantine.add(version, reason),
    'handler-began': ({ host, code }) => void handlers.set(host, options.noteThread(code)),
    'handler-ended'({ host }) {
      handlers.get(host)?.()
      handlers.delete(host)
    },
    stopped: ({ times }) => noteTimes(times),
    fork,
  }

  function fork({ id, argument, heapLimitMb }: Extract<FromSessionThread, { type: 'fork' }>): void {
    options.fork(
      { argument, heapLimitMb },
      {
        output: (stream, text) => post({ type: 'fork-output', id, stream, text }),
        failed: (error) => post({ type: 'fork-failed', id, error }),
        exited: (code, signal) => post({ type: 'fork-exited', id, code, signal }),
      },
    )
  }

  /** What is known of a version goes before it. */
  function noteReason(version: HandlerVersion): void {
    const { id, hash } = version
    const reason = quarantine.reasonFor(version)
    if (reason) post({ type: 'quarantined', version: { id, hash }, reason })
  }

  function goneError(): SoundcheckError {
    const why = thrown === null ? '' : `: ${messageOf(thrown)}`
    return new SoundcheckError('unavailable', `the thread of this session ended${why}`, {
      hint: 'Start the session again.',
      cause: thrown,
    })
  }

  function ended(): void {
    const wasAsked = state === 'stopping' && thrown === null
    state = 'gone'
    const error = goneError()
    for (const done of handlers.values()) done()
    for (const session of [...sessions.values()]) session.lost(error.message)
    for (const settle of waiting.values()) settle({ ok: false, error: toWireError(error) })
    waiting.clear()
    on.ended(wasAsked ? 'asked' : hasSpoken ? 'died' : 'unstarted', error)
  }

  async function stop(): Promise<void> {
    post({ type: 'stop' })
    if (state === 'running') state = 'stopping'
    if (!(await settlesWithin(gone, STOP_LIMIT))) await worker.terminate()
  }

  worker.on('message', (batch: readonly FromSessionThread[]) => {
    hasSpoken = true
    for (const message of batch) (routes[message.type] as (told: FromSessionThread) => void)(message)
  })
  worker.on('error', (error) => {
    thrown = error
  })
  worker.once('exit', ended)

  return {
    worker,
    sessions: () => sessions.size,
    add({ seed, offered, keep, on: told }) {
      const { id } = seed
      noteReason(seed.version)
      post({ type: 'create', seed, offered })
      const session = createRemoteSession({
        seed,
        keep,
        on: told,
        ask(call: SessionCall) {
          if (call.method === 'swap') noteReason(call.args[0])
          return ask((callId) => ({ type: 'call', id: callId, sessionId: id, call }))
        },
        onOver() {
          sessions.delete(id)
          if (sessions.size === 0) on.idle()
        },
      })
      sessions.set(id, session)
      return session
    },
    setLimits: (limits) => post({ type: 'limits', limits }),
    noteQuarantined: (version, reason) => post({ type: 'quarantined', version, reason }),
    async measure(limit) {
      const asked = measure()
      if (await settlesWithin(asked, limit)) return asked
      throw new SoundcheckError('timeout', `a session thread did not answer within ${limit} ms`)
    },
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

/** The compiled program, as a thread. */
export const startSessionWorker =
  (script: string) =>
  (start: SessionThreadStart): Worker =>
    new Worker(script, { workerData: start, name: 'sessions' })
