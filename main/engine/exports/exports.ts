import path from 'node:path'
import { SoundcheckError } from '../../../contract/errors'
import {
  type ExportOutcome,
  type ExportPreview,
  type ExportRequest,
  type ExportSelection,
  type ImportOutcome,
  type MeasureRequest,
  wholeSession,
} from '../../../contract/exports'
import type { SideLoudness } from '../../../contract/loudness'
import type { Redactions } from '../../../contract/redactions'
import type { SessionSound } from '../../../contract/session-sound'
import type { ExportTask, TaskResults } from './export-task'
import type { SoundOrder } from './read-sound'
import { type RunningTask, startTask } from './start-task'

export interface ExportsOptions {
  /** Of all journals; null = they are in memory alone. */
  readonly dir: string | null
  /** The compiled program of an export's thread; left out = this thread. */
  readonly script?: string | undefined
  readonly appVersion: string | null
  /** Sees to it that all rows of a session are on the disk; rejects with `not-found` where there is no such session. */
  readonly flush: (sessionId: string) => Promise<void>
  readonly onProgress: (progress: { readonly exportId: string; readonly share: number }) => void
}

/** At once: each takes a processor for itself. */
const MOST_TASKS = 3
/** For all to notice that they were cancelled, ms. */
const CLOSE_LIMIT = 2000

/** Exports and imports that are asked for by the window, each in a thread of its own. */
export function createExports({ dir, script, appVersion, flush, onProgress }: ExportsOptions) {
  const running = new Map<string, RunningTask<ExportTask['what']>>()
  let previews = 0
  let sounds = 0
  let isClosed = false

  function journals(): string {
    if (dir !== null) return dir
    throw new SoundcheckError(
      'unavailable',
      'Journals are not kept on disk here, so that none can be exported.',
      {
        hint: 'Start with a folder for data: `soundcheck serve --data FOLDER`.',
      },
    )
  }

  function checkRoom(exportId: string): void {
    if (isClosed) throw new SoundcheckError('closed', 'the engine is stopping')
    if (running.has(exportId))
      throw new SoundcheckError('invalid', `an export ${exportId} is under way already`)
    if (running.size < MOST_TASKS) return
    throw new SoundcheckError('limit', `${MOST_TASKS} exports are under way already.`, {
      hint: 'Wait until one of them has ended, or cancel one.',
    })
  }

  async function run<T extends ExportTask>(exportId: string, task: T): Promise<TaskResults[T['what']]> {
    checkRoom(exportId)
    const started = startTask(script, task, (share) => onProgress({ exportId, share }))
    running.set(exportId, started)
    try {
      return await started.result
    } finally {
      running.delete(exportId)
    }
  }

  return {
    async export({ exportId, sessionId, ...order }: ExportRequest): Promise<ExportOutcome> {
      const folder = path.join(journals(), sessionId)
      if (!path.isAbsolute(order.path))
        throw new SoundcheckError('invalid', `${order.path} is no absolute path of a file`)
      await flush(sessionId)
      return run(exportId, { what: 'export', order: { ...order, folder, appVersion } })
    },
    async preview(
      sessionId: string,
      selection: ExportSelection,
      redactions: Redactions,
    ): Promise<ExportPreview> {
      const folder = path.join(journals(), sessionId)
      await flush(sessionId)
      previews += 1
      return run(`preview ${previews}`, { what: 'preview', order: { folder, selection, redactions } })
    },
    /** A part of what one side sent. */
    async sound(sessionId: string, part: Omit<SoundOrder, 'folder'>): Promise<SessionSound> {
      const folder = path.join(journals(), sessionId)
      await flush(sessionId)
      sounds += 1
      return run(`sound ${sounds}`, { what: 'sound', order: { folder, ...part } })
    },
    async measure({ exportId, sessionId, fromMs, toMs }: MeasureRequest): Promise<readonly SideLoudness[]> {
      const folder = path.join(journals(), sessionId)
      await flush(sessionId)
      const selection = { ...wholeSession, fromMs, toMs }
      return run(exportId, { what: 'measure', order: { folder, selection } })
    },
    async import(exportId: string, file: string): Promise<ImportOutcome> {
      return run(exportId, { what: 'import', order: { file, dir: journals() } })
    },
    cancel: (exportId: string): void => running.get(exportId)?.cancel(),
    /** Gives up all that is under way; bounded. Idempotent. */
    async close(): Promise<void> {
      isClosed = true
      const results = [...running.values()].map(({ result, cancel }) => {
        cancel()
        return result.catch(() => undefined)
      })
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSE_LIMIT)
      })
      await Promise.race([Promise.all(results), late])
      clearTimeout(timer)
    },
  }
}

export type Exports = ReturnType<typeof createExports>
