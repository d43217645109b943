import type { EngineOptions } from '../../contract/engine'
import { messageOf, SoundcheckError } from '../../contract/errors'
import type { EngineRequestName, Events, RequestParams, RequestResult } from '../../contract/ipc'
import { type BenchStore, createBenchStore } from './bench-store'
import type { Catalog } from './catalog/catalog'
import { monotonicClock } from './clock'
import type { Emit } from './emit'
import { type Answers, createAnswers } from './engine-answers'
import { createEngineExports } from './engine-exports'
import { createGround, type Ground } from './engine-ground'
import { createEngineSessions, type SessionThreadMeans } from './engine-sessions'
import { createTimes } from './engine-times'
import type { ForkProcess } from './hosts/fork-process'
import { createNodeFork } from './hosts/node-fork'
import type { Journals } from './journal/journals'
import type { SessionHead } from './journal/session-head'
import { createServer, type SoundcheckServer } from './server/server'
import { pastSessions } from './sessions/past-sessions'

export interface Engine {
  /** Opens the user folder, and listens if that was asked for; what goes wrong with either is in the state, not thrown. */
  start(): Promise<void>
  request<N extends EngineRequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>>
  /** Closes every session, the catalog and all hosts. Idempotent. */
  stop(): Promise<void>
}

const log = (line: string): void => console.error(`soundcheck: ${line}`)

/** What can still be asked for while the engine stops, and after: how sessions ended, and what their handlers said. */
const readable: ReadonlySet<EngineRequestName> = new Set([
  'state.get',
  'journal.query',
  'journal.detail',
  'journal.bytes',
  'journal.streams',
  'journal.budget',
  'journal.timeline',
  'journal.range',
  'journal.turns',
  'journal.paths',
  'journal.stats',
])

/** A journal that does not answer is no reason not to start. */
async function earlierSessions(journals: Journals): Promise<readonly SessionHead[]> {
  try {
    return await journals.heads()
  } catch (thrown) {
    log(`earlier sessions are not listed: ${messageOf(thrown)}`)
    return []
  }
}

/** Those that were cut off at once, all others when the journals are read: nobody waits for them. */
function listSessions({ recovery, journals }: Ground, store: BenchStore): void {
  const list = (heads: readonly SessionHead[]): void =>
    store.setSessions(pastSessions(heads, recovery.cutOff))
  list([])
  void earlierSessions(journals).then(list)
}

function listHandlers(catalog: Catalog, store: BenchStore, server: SoundcheckServer): void {
  catalog.onChanged(({ folder, entries }) => {
    if (folder) store.setFolder(folder)
    if (entries.size > 0) store.setHandlers(entries)
    server.handlersChanged()
  })
}

function journalNews(store: BenchStore, emit: Emit) {
  return {
    journalGrew: (size: Events['journal.grew']): void => emit('journal.grew', size),
    journalsPruned: (gone: readonly string[]): void =>
      store.setSessions(new Map(gone.map((id) => [id, null]))),
  }
}

/** What a test decides instead of the machine. */
export interface EngineMeans {
  readonly sessionThreads?: SessionThreadMeans
}

/**
 * Everything that Soundcheck does without a window: plain Node, in whichever thread or process it was made.
 *
 * @param fork who starts handler processes where the engine itself cannot.
 */
export function createEngine(
  options: EngineOptions,
  emit: Emit,
  fork?: ForkProcess,
  means: EngineMeans = {},
): Engine {
  const { starterDir, hostProcessScript } = options
  const store = createBenchStore((patch) => emit('state.patched', patch))
  const shared = { engine: options, log }
  const forking = fork ?? createNodeFork(hostProcessScript)
  const ground = createGround({ ...shared, ...journalNews(store, emit), fork: forking })
  const { recovery, catalog, journals } = ground
  const times = createTimes()
  const { sessions, threads } = createEngineSessions({
    ...shared,
    ground,
    store,
    pathTimes: times.paths,
    emit,
    means: means.sessionThreads ?? {},
  })
  const server = createServer({
    sessions,
    clock: monotonicClock,
    handlers: () => Object.values(store.get().handlers),
    current: catalog.current,
    sessionEntries: () => Object.values(store.get().sessions),
    sessionThreads: () => threads?.loads().length ?? 0,
    onChanged: store.setServer,
    log,
    version: options.appVersion ?? null,
  })
  let stopping: Promise<void> | undefined

  listHandlers(catalog, store, server)
  catalog.onVersion((version) => void sessions.swap(version))
  store.setLimits(options.limits)
  store.setAccident(recovery.accident())
  listSessions(ground, store)
  const exports = createEngineExports({ engine: options, journals, store, emit })
  const answers: Answers = createAnswers({
    store,
    catalog,
    sessions,
    server,
    starterDir,
    journals,
    exports,
    folderOpened: recovery.noteFolder,
    setLimits(limits) {
      ground.setLimits(limits)
      threads?.setLimits(limits)
      store.setLimits(limits)
    },
    dismissAccident() {
      recovery.dismiss()
      store.setAccident(null)
    },
    metrics: async () => times.take((await threads?.measure()) ?? [], threads?.loads() ?? []),
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
        await exports.close()
        await sessions.close('the app is closing')
        await threads?.close()
        await ground.close()
        times.close()
        store.close()
      })()
      return stopping
    },
  }
}
