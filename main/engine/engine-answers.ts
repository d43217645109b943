import { SoundcheckError } from '../../contract/errors'
import type { EngineRequestName, RequestParams, RequestResult } from '../../contract/ipc'
import type { HostLimits } from '../../contract/limits'
import type { EngineMetrics } from '../../contract/metrics'
import { clientStatFields, clientStatsText } from '../../contract/stats'
import type { BenchStore } from './bench-store'
import type { Catalog } from './catalog/catalog'
import { createExamples } from './catalog/examples'
import { type EngineExports, type ExportRequestName, exportAnswers } from './engine-exports'
import type { Journals } from './journal/journals'
import type { SoundcheckServer } from './server/server'
import type { Sessions } from './sessions/sessions'

export type Answers = {
  readonly [N in EngineRequestName]: (
    params: RequestParams<N>,
  ) => RequestResult<N> | Promise<RequestResult<N>>
}

export interface AnswerMeans {
  readonly store: BenchStore
  readonly catalog: Catalog
  readonly sessions: Sessions
  readonly server: SoundcheckServer
  readonly starterDir: string
  /** Also of sessions before this engine. */
  readonly journals: Journals
  readonly exports: EngineExports
  readonly folderOpened: (path: string) => void
  readonly setLimits: (limits: HostLimits) => void
  readonly dismissAccident: () => void
  readonly metrics: () => Promise<EngineMetrics>
}

/** What the engine answers to each request. */
export function createAnswers(means: AnswerMeans): Answers {
  const { store, catalog, sessions, starterDir } = means
  return {
    'state.get': () => store.snapshot(),
    'folder.open': async ({ path, create }) => {
      means.folderOpened(path)
      await catalog.open(path, { create, starterDir })
      return null
    },
    'limits.set': (limits) => {
      means.setLimits(limits)
      return null
    },
    'accident.dismiss': () => {
      means.dismissAccident()
      return null
    },
    ...handlerAnswers(starterDir, catalog),
    ...sessionAnswers(sessions, catalog),
    ...supervisionAnswers(sessions),
    ...serverAnswers(means.server),
    ...journalAnswers(means.journals),
    ...exportAnswers(means.exports),
    'engine.metrics': means.metrics,
  }
}

type SupervisionRequest = Extract<
  EngineRequestName,
  'session.restart' | 'session.waitForCall' | 'session.stopCall' | `session.dismiss${string}`
>
type SessionRequest = Exclude<
  Extract<EngineRequestName, `session.${string}` | `outputs.${string}`>,
  SupervisionRequest
>
type ServerRequest = Extract<EngineRequestName, `server.${string}`>
type JournalRequest = Exclude<Extract<EngineRequestName, `journal.${string}`>, ExportRequestName>
type HandlerRequest = Extract<EngineRequestName, `handler.${string}` | `examples.${string}`>

function sessionAnswers(sessions: Sessions, catalog: Catalog): Pick<Answers, SessionRequest> {
  return {
    'session.open': ({ handlerId, offer, inputs }) => {
      const version = catalog.current(handlerId)
      if (!version) {
        throw new SoundcheckError('not-found', `${handlerId} has no version that runs`, {
          hint: 'Mend the error that the handler list shows, or choose another handler.',
        })
      }
      return sessions.open({
        version,
        client: { door: 'window', webrtcId: '', address: null },
        offered: { offer, reach: 'loopback', hasMessages: true },
        inputs,
      })
    },
    'session.addCandidate': async ({ sessionId, ...candidate }) => {
      await sessions.get(sessionId).addCandidate(candidate)
      return null
    },
    'session.setInputs': async ({ sessionId, values }) => {
      await sessions.get(sessionId).setInputs(values)
      return null
    },
    'session.trigger': async ({ sessionId, text }) => {
      await sessions.get(sessionId).trigger(text)
      return null
    },
    'session.setMessageRules': async ({ sessionId, rules }) => {
      await sessions.get(sessionId).setMessageRules(rules)
      return null
    },
    'session.releaseMessage': async ({ sessionId, id, text }) => {
      await sessions.get(sessionId).releaseMessage(id, text)
      return null
    },
    'session.dropMessage': async ({ sessionId, id }) => {
      await sessions.get(sessionId).dropMessage(id)
      return null
    },
    'outputs.fetch': ({ sessionId, limit }) => sessions.get(sessionId).fetchOutputs(limit),
    'session.close': async ({ sessionId }) => {
      const session = sessions.get(sessionId)
      const isOwn = session.entry().client.door === 'window'
      await session.close(isOwn ? 'stopped in the window' : 'ended in the window')
      return null
    },
    'session.links': ({ sessionId }) => sessions.get(sessionId).links(),
    'session.reportStats': async ({ sessionId, stats }) => {
      const row = { kind: 'client-stat', direction: 'in', text: clientStatsText(stats) } as const
      sessions.get(sessionId).journal.append({ ...row, fields: clientStatFields(stats) })
      return null
    },
    'session.profile': async ({ sessionId, forMs }) => {
      await sessions.get(sessionId).profile(forMs)
      return null
    },
    'session.clock': ({ sessionId }) => ({ at: sessions.get(sessionId).clock() }),
    'session.reportHeard': async ({ sessionId, ...fields }) => {
      sessions.get(sessionId).journal.append({ kind: 'heard', text: '', fields })
      return null
    },
    'session.watch': ({ sessionId, side, offer }) => sessions.get(sessionId).watch(side, offer),
    'session.watchLoudness': async ({ sessionId, restart }) => {
      await sessions.get(sessionId).watchLoudness(restart)
      return null
    },
    'session.unwatch': async ({ watchId }) => {
      await sessions.unwatch(watchId)
      return null
    },
  }
}

/** How the person steers a handler that is in trouble. */
function supervisionAnswers(sessions: Sessions): Pick<Answers, SupervisionRequest> {
  return {
    'session.restart': async ({ sessionId }) => {
      await sessions.get(sessionId).restart()
      return null
    },
    'session.waitForCall': async ({ sessionId }) => {
      await sessions.get(sessionId).waitForCall()
      return null
    },
    'session.stopCall': async ({ sessionId }) => {
      await sessions.get(sessionId).stopCall()
      return null
    },
    'session.dismissRollback': async ({ sessionId }) => {
      await sessions.get(sessionId).dismissRollback()
      return null
    },
    'session.dismissFault': async ({ sessionId }) => {
      await sessions.get(sessionId).dismissFault()
      return null
    },
  }
}

function handlerAnswers(starterDir: string, catalog: Catalog): Pick<Answers, HandlerRequest> {
  const examples = createExamples(starterDir)
  return {
    'examples.list': () => examples.list(),
    'handler.create': async ({ example, name }) => ({
      handlerId: await catalog.create(name, await examples.source(example)),
    }),
    'handler.useVersion': ({ handlerId, version }) => {
      catalog.useVersion(handlerId, version)
      return null
    },
    'handler.diff': ({ handlerId, from, to }) => catalog.diff(handlerId, from, to),
  }
}

function serverAnswers(server: SoundcheckServer): Pick<Answers, ServerRequest> {
  return {
    'server.start': async (settings) => {
      await server.start(settings)
      return null
    },
    'server.stop': async () => {
      await server.stop()
      return null
    },
    'server.select': ({ handlerId }) => {
      server.select(handlerId)
      return null
    },
  }
}

function journalAnswers(journals: Journals): Pick<Answers, JournalRequest> {
  return {
    'journal.query': ({ sessionId, filter, offset, limit }) =>
      journals.page(sessionId, filter, offset, limit),
    'journal.detail': async ({ sessionId, n }) => ({ text: await journals.detail(sessionId, n) }),
    'journal.bytes': async ({ sessionId, n }) => ({ bytes: await journals.bytes(sessionId, n) }),
    'journal.types': ({ sessionId }) => journals.types(sessionId),
    'journal.budget': ({ sessionId }) => journals.budget(sessionId),
    'journal.turns': ({ sessionId }) => journals.turns(sessionId),
    'journal.paths': ({ sessionId }) => journals.paths(sessionId),
    'journal.range': ({ sessionId, fromUs, toUs }) => journals.range(sessionId, fromUs, toUs),
    'journal.timeline': ({ sessionId, ...range }) => journals.timeline(sessionId, range),
    'journal.stats': ({ sessionId, ...range }) => journals.stats(sessionId, range),
    'journal.streams': ({ sessionId }) => journals.streams(sessionId),
    'journal.clear': async ({ sessionId }) => {
      await journals.clear(sessionId)
      return null
    },
    'journal.usage': () => journals.usage(),
    'journal.setLimits': (limits) => {
      journals.setLimits(limits)
      return null
    },
  }
}
