import type { EngineOptions } from '../../contract/engine'
import type { EngineRequestName, RequestParams, RequestResult } from '../../contract/ipc'
import type { BenchStore } from './bench-store'
import type { Emit } from './emit'
import { createExports } from './exports/exports'
import type { Journals } from './journal/journals'
import { journalsDir } from './journal/session-folder'
import { pastSessions } from './sessions/past-sessions'

export interface EngineExportsOptions {
  readonly engine: EngineOptions
  readonly journals: Journals
  readonly store: BenchStore
  readonly emit: Emit
}

/** Exports, and imports that are listed among the earlier sessions. */
export function createEngineExports({ engine, journals, store, emit }: EngineExportsOptions) {
  const exports = createExports({
    dir: engine.dataDir && journalsDir(engine.dataDir),
    script: engine.exportThreadScript,
    appVersion: engine.appVersion ?? null,
    // A page is answered when all rows before it are where they belong.
    flush: async (sessionId) => {
      await journals.page(sessionId, { text: '', kinds: [], directions: [] }, 0, 0)
    },
    onProgress: (progress) => emit('export.progressed', progress),
  })
  return {
    ...exports,
    async import(exportId: string, file: string) {
      const outcome = await exports.import(exportId, file)
      store.setSessions(pastSessions([await journals.adopt(outcome.sessionId)], []))
      return outcome
    },
  }
}

export type EngineExports = ReturnType<typeof createEngineExports>

export type ExportRequestName = Extract<
  EngineRequestName,
  `export.${string}` | 'journal.import' | 'journal.sound'
>

type ExportAnswers = {
  readonly [N in ExportRequestName]: (
    params: RequestParams<N>,
  ) => RequestResult<N> | Promise<RequestResult<N>>
}

export function exportAnswers(exports: EngineExports): ExportAnswers {
  return {
    'journal.import': ({ exportId, path }) => exports.import(exportId, path),
    'journal.sound': ({ sessionId, ...part }) => exports.sound(sessionId, part),
    'export.start': (request) => exports.export(request),
    'export.preview': ({ sessionId, selection, redactions }) =>
      exports.preview(sessionId, selection, redactions),
    'export.measure': (request) => exports.measure(request),
    'export.cancel': ({ exportId }) => {
      exports.cancel(exportId)
      return null
    },
  }
}
