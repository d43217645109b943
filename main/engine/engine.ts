import type { EngineOptions } from '../../contract/engine'
import { SoundcheckError } from '../../contract/errors'
import type { EngineRequestName, EventName, Events, RequestParams, RequestResult } from '../../contract/ipc'
import { createBenchStore } from './bench-store'
import { type Catalog, createCatalog } from './catalog/catalog'
import { createExamples } from './catalog/examples'
import { monotonicClock } from './clock'
import { createSparePool } from './hosts/spare-pool'
import { createLoopDelay } from './loop-delay'
import { createQuantiles } from './media/quantiles'
import { createSessions, type Sessions } from './sessions/sessions'

export type Emit = <N extends EventName>(name: N, payload: Events[N]) => void

type Answers = {
  readonly [N in EngineRequestName]: (
    params: RequestParams<N>,
  ) => RequestResult<N> | Promise<RequestResult<N>>
}

export interface Engine {
  /** Opens the user folder; what goes wrong with it is in the state, not thrown. */
  start(): Promise<void>
  request<N extends EngineRequestName>(name: N, params: RequestParams<N>): Promise<RequestResult<N>>
  /** Closes every session, the catalog and all threads. Idempotent. */
  stop(): Promise<void>
}

/** Everything that Soundcheck does without a window: plain Node, in whichever thread or process it was made. */
export function createEngine(options: EngineOptions, emit: Emit): Engine {
  const clock = monotonicClock
  const store = createBenchStore((patch) => emit('state.patched', patch))
  const log = (line: string): void => console.error(`soundcheck: ${line}`)
  const pool = createSparePool({ hostScript: options.hostScript, log })
  // A pool of its own: else the probe of a save would take the warm thread that the swap right after it needs.
  const probePool = createSparePool({ hostScript: options.hostScript, log })
  const loopDelay = createLoopDelay()
  const pathTimes = { audio: createQuantiles(), video: createQuantiles(), swap: createQuantiles() }
  const catalog = createCatalog({ pool: probePool, clock, log })
  const sessions = createSessions({
    clock,
    takeHost: pool.take,
    pathTimes,
    on: {
      changed: (id, entry) => store.setSessions(new Map([[id, entry]])),
      journalGrew: (size) => emit('journal.grew', size),
      turn: (sessionId, event) => emit('session.turn', { sessionId, event }),
      speech: (sessionId, report) => emit('session.speech', { sessionId, ...report }),
    },
  })
  let stopping: Promise<void> | undefined

  catalog.onChanged(({ folder, entries }) => {
    if (folder) store.setFolder(folder)
    if (entries.size > 0) store.setHandlers(entries)
  })
  catalog.onVersion((version) => void sessions.swap(version))

  const answers: Answers = {
    'state.get': () => store.snapshot(),
    'folder.open': async ({ path, create }) => {
      await catalog.open(path, { create, starterDir: options.starterDir })
      return null
    },
    ...exampleAnswers(options.starterDir, catalog),
    ...sessionAnswers(sessions, catalog),
    ...journalAnswers(sessions),
    'engine.metrics': () => ({
      eventLoopDelay: loopDelay.take(),
      audioPath: pathTimes.audio.take(),
      videoPath: pathTimes.video.take(),
      swap: pathTimes.swap.take(),
    }),
  }

  return {
    start: () =>
      catalog.open(options.folder, { create: options.createFolder, starterDir: options.starterDir }),
    async request(name, params) {
      if (stopping) throw new SoundcheckError('closed', 'the engine is stopping')
      return answers[name](params)
    },
    stop() {
      stopping ??= (async () => {
        await sessions.close('the app is closing')
        await catalog.close()
        await Promise.all([pool.close(), probePool.close()])
        loopDelay.close()
        store.close()
      })()
      return stopping
    },
  }
}

type SessionRequest = Extract<EngineRequestName, `session.${string}` | `outputs.${string}`>
type JournalRequest = Extract<EngineRequestName, `journal.${string}`>

function sessionAnswers(sessions: Sessions, catalog: Catalog): Pick<Answers, SessionRequest> {
  return {
    'session.open': ({ handlerId, offer, inputs }) => {
      const version = catalog.current(handlerId)
      if (!version) {
        throw new SoundcheckError('not-found', `${handlerId} has no version that runs`, {
          hint: 'Mend the error that the handler list shows, or choose another handler.',
        })
      }
      return sessions.open(version, offer, inputs)
    },
    'session.addCandidate': async ({ sessionId, ...candidate }) => {
      await sessions.get(sessionId).addCandidate(candidate)
      return null
    },
    'session.setInputs': ({ sessionId, values }) => {
      sessions.get(sessionId).setInputs(values)
      return null
    },
    'session.trigger': ({ sessionId, text }) => {
      sessions.get(sessionId).trigger(text)
      return null
    },
    'outputs.fetch': ({ sessionId, limit }) => sessions.get(sessionId).fetchOutputs(limit),
    'session.dismissFault': ({ sessionId }) => {
      sessions.get(sessionId).dismissFault()
      return null
    },
    'session.close': async ({ sessionId }) => {
      await sessions.get(sessionId).close('stopped in the window')
      return null
    },
  }
}

function exampleAnswers(
  starterDir: string,
  catalog: Catalog,
): Pick<Answers, 'examples.list' | 'handler.create'> {
  const examples = createExamples(starterDir)
  return {
    'examples.list': () => examples.list(),
    'handler.create': async ({ example, name }) => ({
      handlerId: await catalog.create(name, await examples.source(example)),
    }),
  }
}

function journalAnswers(sessions: Sessions): Pick<Answers, JournalRequest> {
  const journal = (sessionId: string) => sessions.get(sessionId).journal
  return {
    'journal.query': ({ sessionId, filter, offset, limit }) => journal(sessionId).page(filter, offset, limit),
    'journal.detail': ({ sessionId, n }) => {
      const text = journal(sessionId).detail(n)
      if (text === null) throw new SoundcheckError('not-found', `row ${n} is no longer kept`)
      return { text }
    },
    'journal.clear': ({ sessionId }) => {
      journal(sessionId).clear()
      return null
    },
  }
}
