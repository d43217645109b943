import path from 'node:path'
import type { EngineOptions } from '../../contract/engine'
import { messageOf, SoundcheckError } from '../../contract/errors'
import type { HostKind } from '../../contract/host-link'
import type { EngineRequestName, EventName, Events, RequestParams, RequestResult } from '../../contract/ipc'
import type { EngineMetrics } from '../../contract/metrics'
import type { SessionEntry } from '../../contract/state'
import { createBenchStore } from './bench-store'
import { createCatalog } from './catalog/catalog'
import { monotonicClock } from './clock'
import { type Answers, createAnswers } from './engine-answers'
import type { HandlerVersion } from './handler-version'
import type { ForkProcess } from './hosts/fork-process'
import type { HandlerHost } from './hosts/handler-host'
import { createHostSupply } from './hosts/host-supply'
import { createNodeFork } from './hosts/node-fork'
import { createQuarantine } from './hosts/quarantine'
import { createJournalFiles } from './journal/journal-files'
import { journalsDir } from './journal/read-journal'
import { createLoopDelay } from './loop-delay'
import { createQuantiles } from './media/quantiles'
import { createRecovery, type Recovery } from './recovery/recovery'
import { createServer } from './server/server'
import { createCutOffSessions } from './sessions/cut-off-sessions'
import { createSessions } from './sessions/sessions'

export type Emit = <N extends EventName>(name: N, payload: Events[N]) => void

export interface Engine {
  /** Opens the user folder, and listens if that was asked for; what goes wrong with either is in the state, not thrown. */
  start(): Promise<void>
  request<N extends EngineRequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>>
  /** Closes every session, the catalog and all hosts. Idempotent. */
  stop(): Promise<void>
}

const log = (line: string): void => console.error(`soundcheck: ${line}`)

/** What can still be asked for while the engine stops, and after: how sessions ended, and what their handlers said. */
const readable: ReadonlySet<EngineRequestName> = new Set(['state.get', 'journal.query', 'journal.detail'])

/** Hosts of sessions, so that code in a thread which takes the whole app down is known to the next start. */
function noted(recovery: Recovery, take: (kind: HostKind) => HandlerHost) {
  return ({ id, hash }: HandlerVersion, kind: HostKind): HandlerHost => {
    const host = take(kind)
    if (kind === 'thread') host.onExit(recovery.noteThread({ id, hash }))
    return host
  }
}

/** What outlives a session, on the disk and in hosts that are kept warm. */
function createGround(options: EngineOptions, emit: Emit, fork: ForkProcess) {
  const { dataDir } = options
  const recovery = createRecovery({ ...options, log })
  const quarantine = createQuarantine({ file: dataDir && path.join(dataDir, 'quarantine.json'), log })
  for (const version of recovery.guilty) quarantine.add(version, 'died')
  const supplied = { hostScript: options.hostScript, fork, limits: options.limits, log }
  const needed = recovery.cutOff.map(({ id }) => id)
  const files = dataDir === null ? null : createJournalFiles({ dir: journalsDir(dataDir), log, needed })
  const journalGrew = (size: Events['journal.grew']): void => emit('journal.grew', size)
  // A supply of its own: else the probe of a save would take the warm host that the swap right after it needs.
  const probeHosts = createHostSupply({ ...supplied, spareProcesses: 0 })
  const catalog = createCatalog({
    takeHost: probeHosts.take,
    quarantine,
    onProbe: (code) => recovery.noteThread(code),
    clock: monotonicClock,
    log,
  })
  return {
    recovery,
    catalog,
    /** What is put into it is seen in the list of handlers at once. */
    quarantine: {
      reasonFor: quarantine.reasonFor,
      add(...added: Parameters<typeof quarantine.add>): void {
        quarantine.add(...added)
        catalog.refreshIsolation()
      },
    },
    hosts: createHostSupply(supplied),
    probeHosts,
    files,
    journalGrew,
    cutOff:
      files && createCutOffSessions({ sessions: recovery.cutOff, files, clock: monotonicClock, journalGrew }),
  }
}

/** What the engine measures of itself. */
function createTimes() {
  const loopDelay = createLoopDelay()
  const paths = { audio: createQuantiles(), video: createQuantiles(), swap: createQuantiles() }
  return {
    paths,
    take: (): EngineMetrics => ({
      eventLoopDelay: loopDelay.take(),
      audioPath: paths.audio.take(),
      videoPath: paths.video.take(),
      swap: paths.swap.take(),
    }),
    close: loopDelay.close,
  }
}

/**
 * Everything that Soundcheck does without a window: plain Node, in whichever thread or process it was made.
 *
 * @param fork who starts handler processes where the engine itself cannot.
 */
export function createEngine(options: EngineOptions, emit: Emit, fork?: ForkProcess): Engine {
  const { starterDir } = options
  const clock = monotonicClock
  const store = createBenchStore((patch) => emit('state.patched', patch))
  const ground = createGround(options, emit, fork ?? createNodeFork(options.hostProcessScript))
  const { recovery, catalog, hosts, probeHosts, files, cutOff } = ground
  const times = createTimes()
  const sessions = createSessions({
    clock,
    takeHost: noted(recovery, hosts.take),
    quarantine: ground.quarantine,
    pathTimes: times.paths,
    ...(files ? { openJournalFile: files.open } : {}),
    on: {
      changed: sessionChanged,
      rejected: (version, error) => catalog.reject(version.id, version.version, error),
      journalGrew: ground.journalGrew,
      turn: (sessionId, event) => emit('session.turn', { sessionId, event }),
      speech: (sessionId, report) => emit('session.speech', { sessionId, ...report }),
    },
  })
  const server = createServer({
    sessions,
    clock,
    handlers: () => Object.values(store.get().handlers),
    current: catalog.current,
    sessionEntries: () => Object.values(store.get().sessions),
    onChanged: store.setServer,
    log,
    version: options.crashReports?.appVersion ?? null,
  })
  let stopping: Promise<void> | undefined

  function sessionChanged(id: string, entry: SessionEntry | null): void {
    store.setSessions(new Map([[id, entry]]))
    recovery.noteSession(id, entry)
  }

  catalog.onChanged(({ folder, entries }) => {
    if (folder) store.setFolder(folder)
    if (entries.size > 0) store.setHandlers(entries)
    server.handlersChanged()
  })
  catalog.onVersion((version) => void sessions.swap(version))
  store.setLimits(options.limits)
  store.setAccident(recovery.accident())
  if (cutOff) store.setSessions(cutOff.entries)

  const answers: Answers = createAnswers({
    store,
    catalog,
    sessions,
    server,
    starterDir,
    journalOf: (id) => cutOff?.journal(id) ?? sessions.get(id).journal,
    folderOpened: recovery.noteFolder,
    setLimits(limits) {
      hosts.setLimits(limits)
      probeHosts.setLimits(limits)
      store.setLimits(limits)
    },
    dismissAccident() {
      recovery.dismiss()
      store.setAccident(null)
    },
    metrics: times.take,
  })

  return {
    async start() {
      await catalog.open(options.folder, { create: options.createFolder, starterDir, only: options.only })
      if (options.server) await server.start(options.server).catch((failure) => log(messageOf(failure)))
    },
    async request(name, params) {
      if (stopping && !readable.has(name)) throw new SoundcheckError('closed', 'the engine is stopping')
      return answers[name](params)
    },
    stop() {
      stopping ??= (async () => {
        await server.close()
        await sessions.close('the app is closing')
        cutOff?.close()
        await catalog.close()
        await files?.close()
        await Promise.all([hosts.close(), probeHosts.close()])
        await recovery.close()
        times.close()
        store.close()
      })()
      return stopping
    },
  }
}
