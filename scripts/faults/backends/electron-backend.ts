import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { fromWireError, type Reply, SoundcheckError } from '../../../contract/errors'
import type {
  Bridge,
  EngineRequestName,
  EventName,
  RequestName,
  RequestParams,
  RequestResult,
} from '../../../contract/ipc'
import { type BenchApp, launchBench } from '../../../e2e/support/bench-app'
import type { Backend, BackendOptions } from './backend'
import { killEngineThread } from './kill-engine-thread'
import { createStateMirror } from './state-mirror'

/** The name under which the page tells the runner of events. */
const TELL = 'soundcheckFaultsTell'
type BenchPage = { readonly soundcheck: Bridge } & {
  [TELL](name: EventName, payload: unknown): Promise<void>
}

async function ask(app: BenchApp, name: RequestName, params: unknown): Promise<unknown> {
  const asked = app.page.evaluate(
    ([name, params]) => (globalThis as unknown as BenchPage).soundcheck.request(name as RequestName, params),
    [name, params] as const,
  )
  // A dead page is a dead app: nobody waits for its answer.
  const reply = (await asked.catch((thrown) => {
    throw new SoundcheckError('unavailable', 'the app has ended', { cause: thrown })
  })) as Reply<unknown>
  if (!reply.ok) throw fromWireError(reply.error)
  return reply.value
}

/** The built app, its window included. Needs what `withDisplay` of scripts/setup sets. */
export function createElectronBackend(options: BackendOptions): Backend {
  const handlers = path.join(options.folder, 'handlers')
  const userData = path.join(options.folder, 'user-data')
  const eventListeners = new Set<(name: EventName, payload: unknown) => void>()
  const logs: (() => string)[] = []
  let app: BenchApp | null = null
  const mirror = createStateMirror(() => request('state.get', {}))
  for (const folder of [handlers, userData]) mkdirSync(folder, { recursive: true })

  function running(): BenchApp {
    if (app?.isRunning()) return app
    throw new SoundcheckError('unavailable', 'the app is not running')
  }

  async function request<N extends EngineRequestName>(
    name: N,
    params: RequestParams<N>,
  ): Promise<RequestResult<N>> {
    return (await ask(running(), name, params)) as RequestResult<N>
  }

  async function listen({ page }: BenchApp): Promise<void> {
    await page.exposeFunction(TELL, (name: EventName, payload: unknown) => {
      mirror.note(name, payload)
      for (const listener of eventListeners) listener(name, payload)
    })
    await page.evaluate(
      (tell) => {
        const page = globalThis as unknown as BenchPage
        page.soundcheck.on((name, payload) => void page[tell](name, payload))
      },
      TELL as typeof TELL,
    )
  }

  return {
    kind: 'electron',
    handlers,
    async start() {
      const launched = await launchBench({ userData, handlers, switches: [] })
      app = launched
      logs.push(launched.log)
      await listen(launched)
      // Kept by the app, so that an engine that it starts again has them, too.
      await ask(launched, 'shell.setLimits', options.limits)
      await mirror.restart()
    },
    request,
    state: mirror.state,
    watch: mirror.watch,
    onEvent(listener) {
      eventListeners.add(listener)
      return () => eventListeners.delete(listener)
    },
    pid: () => app?.electron.process().pid ?? 0,
    isRunning: () => app?.isRunning() ?? false,
    log: () => logs.map((log) => log()).join(''),
    killEngine: () => killEngineThread(running().electron),
    stop: async () => app?.close(),
  }
}
