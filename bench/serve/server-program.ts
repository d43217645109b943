/** The server that is measured: the engine as the command line starts it, in a process of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { EngineRequestName, Events } from '../../contract/ipc'
import { standardLimits } from '../../contract/limits'
import type { LoudnessReport } from '../../contract/loudness'
import { standardServer } from '../../contract/server'
import { applyPatch, type BenchState, emptyState, type StatePatch } from '../../contract/state'
import { createEngine } from '../../main/engine/engine'
import { countThreads } from '../../main/engine/hosts/testing/count-threads'
import { surviveErrors } from '../../main/engine/survive-errors'
import { serveTasks } from './remote'
import { threadCount, threadTimes } from './thread-times'

export interface ServerStart {
  readonly hostScript: string
  readonly hostProcessScript: string
  /** Left out = all sessions are in the main thread. */
  readonly sessionThreadScript?: string
  readonly journalThreadScript: string
  /** The handlers' sources, by file name. */
  readonly sources: { readonly [file: string]: string }
}

const { sources, ...start } = JSON.parse(process.argv[2] ?? '{}') as ServerStart
const root = mkdtempSync(path.join(tmpdir(), 'soundcheck-serve-'))
const folder = path.join(root, 'handlers')
const READY_LIMIT = 30_000
const LOOK = 20
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
let state: BenchState = emptyState
const loudness = new Map<string, LoudnessReport>()
let profiling: Session | undefined

surviveErrors(process, (line) => console.error(`soundcheck: ${line}`))
mkdirSync(folder)
for (const [file, source] of Object.entries(sources)) writeFileSync(path.join(folder, file), source)

const engine = createEngine(
  {
    ...start,
    folder,
    createFolder: false,
    starterDir: root,
    processesBy: 'engine',
    dataDir: path.join(root, 'data'),
    limits: standardLimits,
  },
  (name, payload) => {
    if (name === 'state.patched') state = applyPatch(state, payload as StatePatch)
    if (name === 'session.loudness') {
      const { sessionId, ...report } = payload as Events['session.loudness']
      loudness.set(sessionId, report)
    }
  },
)

async function until(condition: () => boolean, what: string): Promise<void> {
  for (const end = performance.now() + READY_LIMIT; !condition(); await sleep(LOOK)) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`)
  }
}

const live = () =>
  Object.values(state.sessions).filter(({ status }) => !['closed', 'failed'].includes(status))

/** Asked for over HTTP: the engine's own figures begin anew whenever they are taken. */
async function sessionThreads(): Promise<number> {
  const health = await fetch(`${state.server.urls[0]}/health`)
  return ((await health.json()) as { sessionThreads: number }).sessionThreads
}

export const serverTasks = {
  async listen(): Promise<string> {
    await engine.start()
    const ready = () => Object.keys(sources).every((id) => state.handlers[id]?.status === 'ready')
    await until(ready, `handlers ready: ${JSON.stringify(state.handlers)}`)
    await engine.request('server.start', { ...standardServer, port: 0 })
    await until(() => state.server.urls.length > 0, 'the server listens')
    return state.server.urls[0] ?? ''
  },
  usage: async () => ({
    times: threadTimes(),
    threads: threadCount(),
    rssMb: process.memoryUsage().rss / (1024 * 1024),
    sessions: live().length,
    sessionThreads: await sessionThreads(),
  }),
  /** The engine's delay and times since the last call. */
  metrics: () => engine.request('engine.metrics', {}),
  /** How each session stands, or why it ended. */
  endings: () =>
    Object.values(state.sessions).map(
      ({ client, status, reason }) => `${client.webrtcId}: ${status}${reason ? `, ${reason}` : ''}`,
    ),
  liveClients: () => live().map(({ client }) => client.webrtcId),
  /** Ends the session of this client, if there is one. */
  async kick({ webrtcId }: { webrtcId: string }): Promise<void> {
    const session = live().find(({ client }) => client.webrtcId === webrtcId)
    if (session) await engine.request('session.close', { sessionId: session.id })
  },
  /** Sockets, timers and threads: how many there are of each kind. */
  holdings(): { readonly [kind: string]: number } {
    const counts: { [kind: string]: number } = { thread: countThreads() }
    for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1
    return counts
  },
  /** Resolves when nobody is in a call any more. */
  async empty(): Promise<void> {
    for (const { id } of live()) await engine.request('session.close', { sessionId: id })
    await until(() => live().length === 0, 'every session has closed')
  },
  /** What a panel of the window would be told. */
  panel: ({ name, params }: { name: EngineRequestName; params: object }) =>
    engine.request(name, params as never),
  /** How loud a session is, as it was told last. */
  loudness: ({ sessionId }: { sessionId: string }) => loudness.get(sessionId) ?? null,
  sessionOf: ({ webrtcId }: { webrtcId: string }) =>
    Object.values(state.sessions).find(({ client }) => client.webrtcId === webrtcId) ?? null,
  async profile(): Promise<void> {
    profiling = new Session()
    profiling.connect()
    await profiling.post('Profiler.enable')
    await profiling.post('Profiler.setSamplingInterval', { interval: 500 })
    await profiling.post('Profiler.start')
  },
  async writeProfile({ file }: { file: string }): Promise<void> {
    if (!profiling) throw new Error('no profile was begun')
    const { profile } = await profiling.post('Profiler.stop')
    profiling.disconnect()
    profiling = undefined
    writeFileSync(file, JSON.stringify(profile))
  },
  async stop(): Promise<void> {
    await engine.stop()
    rmSync(root, { recursive: true, force: true })
  },
}

export type ServerTasks = typeof serverTasks

serveTasks(serverTasks)
