import { fromWireError, type Reply, SoundcheckError } from '../../contract/errors'
import type { EngineRequestName, RequestParams } from '../../contract/ipc'
import type { HostLimits } from '../../contract/limits'
import type { EngineMetrics } from '../../contract/metrics'
import type { JournalLimits } from '../../contract/preferences'
import type { ServerChoice, ServerSettings } from '../../contract/server'
import { noteEngineDeath } from '../engine/recovery/note-engine-death'
import {
  type EngineThread,
  type EngineThreadOptions,
  engineIsGone,
  startEngineThread,
  type ThreadEnd,
} from './engine-thread'
import { restartDelay } from './restart-plan'

/** How clients from outside are let in. */
export type ServerStart = Omit<ServerChoice, 'startWithApp'>

/** The engine closes sessions and threads within their own bounds; this is the bound over all of them, ms. */
const STOP_TIMEOUT = 5000

export interface EngineClientOptions
  extends Pick<EngineThreadOptions, 'script' | 'engine' | 'onEvent' | 'onFork'> {
  /** How clients are let in from the first; left out or null = not before they are asked in. */
  readonly server?: ServerStart | null
  readonly log: (line: string) => void
  /** An engine thread is gone, however it ended: so is who wanted the processes that it had asked for. */
  readonly onThreadEnded: () => void
  /** ms since the epoch. */
  readonly now?: () => number
  /** ms to wait after these deaths; null = not again by itself. */
  readonly delay?: (deaths: readonly number[]) => number | null
}

/** The shell's end of the engine: one thread after the other, as long as they die of themselves. */
export interface EngineClient {
  /** Resolves to the engine's reply; an engine that is gone is a reply too. */
  request(name: EngineRequestName, params: unknown): Promise<Reply<unknown>>
  /** Starts it now if it is not running. */
  restart(): void
  /**
   * Ends the engine cooperatively: quitting while it is inside a codec would abort the process. `late` = its thread, or one that it
   * started, cannot be stopped: the process would wait for it for ever. Idempotent.
   */
  stop(): Promise<'stopped' | 'late'>
}

type Phase =
  | { readonly name: 'running'; readonly thread: EngineThread }
  | { readonly name: 'waiting'; readonly timer: NodeJS.Timeout }
  /** It died too often. */
  | { readonly name: 'down' }
  | { readonly name: 'stopping' }

export function createEngineClient(options: EngineClientOptions): EngineClient {
  const { onEvent, log, now = Date.now, delay = restartDelay } = options
  let engine = options.engine
  let server = options.server?.settings ?? null
  let selected = options.server?.selected ?? null
  let metrics: EngineMetrics | null = null
  let deaths: number[] = []
  let phase: Phase = start('first')
  let stopping: Promise<'stopped' | 'late'> | undefined

  function start(which: 'first' | 'again'): Phase {
    // What a person starts in the meantime is on its way already.
    const wanted = server
    const thread = startEngineThread({
      ...options,
      engine,
      onReady() {
        // The person may empty the folder on purpose: the examples are put there once.
        engine = { ...engine, createFolder: false }
        if (which === 'again') onEvent('shell.engineRestarted', {})
        if (wanted) void letIn(wanted, thread)
      },
    })
    void thread.ended.then((end) => {
      ended(end)
      options.onThreadEnded()
    })
    return { name: 'running', thread }
  }

  /** As before, or as was chosen for the start; that it failed is in the engine's state. */
  async function letIn(settings: ServerSettings, { request }: EngineThread): Promise<void> {
    // A handler that is no longer there leaves the first of the folder in its place.
    if (selected !== null) void request('server.select', { handlerId: selected })
    const started = await request('server.start', settings)
    if (!started.ok) log(`no clients can come in: ${started.error.message}`)
  }

  function ended(end: ThreadEnd): void {
    if (phase.name === 'stopping') return
    const at = now()
    deaths = [...deaths, at].slice(-10)
    log(`the engine ended: ${end.stack ?? end.message}`)
    noteEngineDeath(engine, { ...end, at, metrics }, log)
    const restartsInMs = delay(deaths)
    phase =
      restartsInMs === null ? { name: 'down' } : { name: 'waiting', timer: setTimeout(restart, restartsInMs) }
    onEvent('shell.engineFailed', { message: end.message, restartsInMs })
  }

  function restart(): void {
    if (phase.name === 'stopping') throw new SoundcheckError('closed', 'Soundcheck is closing')
    if (phase.name === 'running') return
    if (phase.name === 'waiting') clearTimeout(phase.timer)
    // The person has decided: it may die as often as before.
    else deaths = []
    phase = start('again')
  }

  /** What the next engine is to begin with. */
  function remember(name: EngineRequestName, params: unknown, value: unknown): void {
    if (name === 'folder.open') engine = { ...engine, folder: (params as RequestParams<typeof name>).path }
    if (name === 'engine.metrics') metrics = value as EngineMetrics
    if (name === 'server.stop') server = null
    if (name === 'server.start') server = params as ServerSettings
    if (name === 'server.select') selected = (params as RequestParams<typeof name>).handlerId
  }

  async function stop(): Promise<'stopped' | 'late'> {
    const last = phase
    phase = { name: 'stopping' }
    if (last.name === 'waiting') clearTimeout(last.timer)
    if (last.name !== 'running') return 'stopped'
    last.thread.askToStop()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), STOP_TIMEOUT)
    })
    const end = await Promise.race([last.thread.ended, late])
    clearTimeout(timer)
    if (end === 'late') {
      log('the engine did not stop in time')
      return 'late'
    }
    if (end.exitCode !== 0) log(`the engine did not stop as it should: ${end.stack ?? end.message}`)
    return 'stopped'
  }

  return {
    async request(name, params) {
      // Also for an engine that is to come.
      if (name === 'limits.set') engine = { ...engine, limits: params as HostLimits }
      if (name === 'journal.setLimits') engine = { ...engine, journalLimits: params as JournalLimits }
      if (phase.name !== 'running') return engineIsGone
      const reply = await phase.thread.request(name, params)
      if (reply.ok) remember(name, params, reply.value)
      return reply
    },
    restart,
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

/** The value of a reply, or its error thrown. */
export function unwrapReply<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value
  throw fromWireError(reply.error)
}
