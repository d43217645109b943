import type { EngineOptions } from '../../contract/engine'
import type { BenchStore } from './bench-store'
import { monotonicClock } from './clock'
import type { Emit } from './emit'
import type { Ground } from './engine-ground'
import type { Quarantine } from './hosts/quarantine'
import { startSessionWorker } from './session-threads/session-thread'
import {
  createSessionThreads,
  type SessionThreads,
  type SessionThreadsOptions,
} from './session-threads/session-threads'
import type { PathTimes } from './sessions/path-times'
import { createSessions } from './sessions/sessions'

/** What a test decides instead of the machine. */
export type SessionThreadMeans = Pick<SessionThreadsOptions, 'most' | 'meterOf' | 'idleLimit'>

export interface EngineSessionsOptions {
  readonly engine: EngineOptions
  readonly ground: Ground
  readonly store: BenchStore
  readonly pathTimes: PathTimes
  readonly emit: Emit
  readonly log: (line: string) => void
  readonly means: SessionThreadMeans
}

/** Sessions go to threads of their own when this one is busy: nowhere without the program for that. */
function createThreads(options: EngineSessionsOptions, quarantine: Quarantine): SessionThreads | undefined {
  const { engine, ground, pathTimes, log, means } = options
  const { sessionThreadScript, hostScript, limits } = engine
  if (sessionThreadScript === undefined) return undefined
  return createSessionThreads({
    clock: monotonicClock,
    hostScript,
    limits,
    quarantine,
    pathTimes,
    log,
    fork: ground.fork,
    noteThread: ground.recovery.noteThread,
    startWorker: startSessionWorker(sessionThreadScript),
    ...means,
  })
}

/** All sessions, listed in the store and noted for the next start, and the threads that some of them are in. */
export function createEngineSessions(options: EngineSessionsOptions) {
  const { ground, store, pathTimes, emit } = options
  const { recovery, catalog, journals } = ground
  const quarantine: Quarantine = {
    reasonFor: ground.quarantine.reasonFor,
    add(...added) {
      ground.quarantine.add(...added)
      threads?.noteQuarantined(...added)
    },
  }
  const threads = createThreads(options, quarantine)
  const sessions = createSessions({
    clock: monotonicClock,
    takeHost: ground.takeHost,
    quarantine,
    pathTimes,
    ...(threads ? { otherThreads: threads } : {}),
    openJournal: journals.open,
    on: {
      changed(id, entry) {
        store.setSessions(new Map([[id, entry]]))
        recovery.noteSession(id, entry)
      },
      rejected: (version, error) => catalog.reject(version.id, version.version, error),
      turn: (sessionId, event) => emit('session.turn', { sessionId, event }),
      speech: (sessionId, report) => emit('session.speech', { sessionId, ...report }),
      loudness: (sessionId, report) => emit('session.loudness', { sessionId, ...report }),
    },
  })
  return { sessions, threads }
}
