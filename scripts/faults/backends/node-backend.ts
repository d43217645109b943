import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { within } from '../../../bench/within'
import type { FromEngine, ToEngine } from '../../../contract/engine'
import { fromWireError, type Reply, SoundcheckError } from '../../../contract/errors'
import type { EngineRequestName, EventName, RequestParams, RequestResult } from '../../../contract/ipc'
import type { Backend, BackendOptions } from './backend'
import { type Bundles, bundleEngine } from './bundles'
import type { NodeAppStart } from './node-app'
import { createStateMirror } from './state-mirror'

const START_LIMIT = 20_000
const STOP_LIMIT = 10_000

function forkApp({ root, folder, limits }: BackendOptions, bundles: Bundles): ChildProcess {
  const start: NodeAppStart = {
    script: bundles.engine,
    engine: {
      folder: path.join(folder, 'handlers'),
      createFolder: false,
      starterDir: path.join(root, 'handlers'),
      hostScript: bundles.host,
      hostProcessScript: bundles.hostProcess,
      sessionThreadScript: bundles.sessionThread,
      journalThreadScript: bundles.journalThread,
      processesBy: 'engine',
      dataDir: path.join(folder, 'data'),
      limits,
    },
  }
  return fork(bundles.app, [JSON.stringify(start)], {
    cwd: root,
    execArgv: ['--enable-source-maps'],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** The requests that one running engine owes an answer to. */
function createCalls(app: ChildProcess) {
  const waiting = new Map<number, (reply: Reply<unknown>) => void>()
  let nextId = 1
  const dead: Reply<never> = { ok: false, error: { code: 'unavailable', message: 'the app has ended' } }
  return {
    settle(id: number, reply: Reply<unknown>): void {
      waiting.get(id)?.(reply)
      waiting.delete(id)
    },
    end(): void {
      for (const id of [...waiting.keys()]) this.settle(id, dead)
    },
    ask(name: EngineRequestName, params: unknown): Promise<Reply<unknown>> {
      return new Promise((resolve) => {
        const id = nextId
        nextId += 1
        waiting.set(id, resolve)
        const message: ToEngine = { type: 'request', id, name, params: params as never }
        if (!app.connected) this.settle(id, dead)
        else app.send(message, (error) => error && this.settle(id, dead))
      })
    },
  }
}

/** The engine in a thread of a plain Node process, as the command line would run it. */
export function createNodeBackend(options: BackendOptions): Backend {
  const eventListeners = new Set<(name: EventName, payload: unknown) => void>()
  const lines: string[] = []
  let bundles: Promise<Bundles> | undefined
  let running: { readonly app: ChildProcess; readonly calls: ReturnType<typeof createCalls> } | null = null
  const mirror = createStateMirror(() => request('state.get', {}))
  mkdirSync(path.join(options.folder, 'handlers'), { recursive: true })

  async function request<N extends EngineRequestName>(
    name: N,
    params: RequestParams<N>,
  ): Promise<RequestResult<N>> {
    if (!running) throw new SoundcheckError('unavailable', 'the app is not running')
    const reply = await running.calls.ask(name, params)
    if (!reply.ok) throw fromWireError(reply.error)
    return reply.value as RequestResult<N>
  }

  function listen(app: ChildProcess, calls: ReturnType<typeof createCalls>): Promise<void> {
    for (const stream of [app.stdout, app.stderr]) stream?.on('data', (chunk) => lines.push(String(chunk)))
    return new Promise((resolve, reject) => {
      app.on('message', (message: FromEngine) => {
        if (message.type === 'ready') resolve()
        else if (message.type === 'reply') calls.settle(message.id, message.reply)
        else if (message.type === 'event') {
          mirror.note(message.name, message.payload)
          for (const listener of eventListeners) listener(message.name, message.payload)
        }
      })
      app.on('exit', (code, signal) => {
        calls.end()
        if (running?.app === app) running = null
        lines.push(`[the app ended: ${signal ?? code}]\n`)
        reject(new Error(`the app ended with ${signal ?? code}:\n${lines.slice(-20).join('')}`))
      })
    })
  }

  return {
    kind: 'node',
    handlers: path.join(options.folder, 'handlers'),
    async start() {
      bundles ??= bundleEngine(options.root)
      const app = forkApp(options, await bundles)
      const calls = createCalls(app)
      running = { app, calls }
      await within(START_LIMIT, listen(app, calls), 'the engine was not ready')
      await mirror.restart()
    },
    request,
    state: mirror.state,
    watch: mirror.watch,
    onEvent(listener) {
      eventListeners.add(listener)
      return () => eventListeners.delete(listener)
    },
    pid: () => running?.app.pid ?? 0,
    isRunning: () => running !== null,
    log: () => lines.join(''),
    killEngine: null,
    async stop() {
      const app = running?.app
      if (!app) return
      const ended = new Promise((resolve) => app.once('exit', resolve))
      app.send({ type: 'stop' } satisfies ToEngine)
      await within(STOP_LIMIT, ended, 'the app did not stop').catch(async (late) => {
        app.kill('SIGKILL')
        await ended
        throw late
      })
    },
  }
}
