import { mkdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import type { EngineOptions } from '../../../contract/engine'
import { messageOf } from '../../../contract/errors'
import type { Accident, SessionEntry } from '../../../contract/state'
import { writeCrashReport } from './crash-report'
import { type Casualty, findCasualties, judge, type Verdict } from './judge-markers'
import { type ProcessSystem, thisSystem } from './process-identity'
import {
  type CutOffSession,
  createMarkerWriter,
  type HandlerCode,
  markerFile,
  type RunningMarker,
  type RunningSession,
  readMarkers,
  writeMarker,
} from './running-marker'
import { currentVersions } from './versions'

export interface RecoveryOptions {
  /** null = nothing is read, and nothing is written. */
  readonly dataDir: string | null
  /** The user folder. */
  readonly folder: string
  readonly crashReports?: EngineOptions['crashReports']
  readonly appVersion?: EngineOptions['appVersion']
  readonly log: (line: string) => void
  /** ms since the epoch. */
  readonly now?: () => number
  readonly system?: ProcessSystem
  /** Between two signs of life, ms. */
  readonly beatInterval?: number
}

/** Notes on the disk what runs, so that the next engine knows what was cut off when this one does not get to stop. */
export interface Recovery {
  /** How the engine, or the app, before this one ended unexpectedly; null when it did not, or was dismissed. */
  accident(): Accident | null
  /** Versions that ran in threads when the app died. */
  readonly guilty: readonly HandlerCode[]
  /** Sessions that were cut off then, oldest first. */
  readonly cutOff: readonly CutOffSession[]
  dismiss(): void
  noteFolder(folder: string): void
  /** Cheap when nothing has changed that matters here. `null` = the session is no longer listed. */
  noteSession(id: string, entry: SessionEntry | null): void
  /** This code is in a thread of the app from now on; gives back what is to be called when that has ended. */
  noteThread(code: HandlerCode): () => void
  /** The engine has stopped as it should. Idempotent. */
  close(): Promise<void>
}

const BEAT_INTERVAL = 2000
const nothing: Verdict = { accident: null, guilty: [], cutOff: [] }

function memoryNow(): RunningMarker['memory'] {
  return { freeBytes: freemem(), totalBytes: totalmem(), usedBytes: process.memoryUsage.rss() }
}

function isOver({ status }: SessionEntry): boolean {
  return status === 'closed' || status === 'failed'
}

function isSameRun(a: RunningSession | undefined, b: RunningSession): boolean {
  return a?.handlerVersion === b.handlerVersion && a.isolation === b.isolation
}

/** The report of each; that of an engine was written by who outlived it. */
function reportOn(
  { marker, what, at }: Casualty,
  dataDir: string,
  { crashReports, log }: RecoveryOptions,
): string | null {
  if (what === 'engine' || !crashReports) return marker.death?.report ?? null
  try {
    const about = { what, at, marker, versions: marker.versions, death: null, metrics: null }
    return writeCrashReport(crashReports.dir, dataDir, about)
  } catch (thrown) {
    log(`the crash report cannot be written: ${messageOf(thrown)}`)
    return null
  }
}

/** Markers that this engine takes over: of two instances that start at once, the one that can remove it. */
function takeCasualties(dataDir: string, own: string, system: ProcessSystem): readonly Casualty[] {
  return findCasualties(readMarkers(dataDir), system).filter(({ file }) => {
    if (file === own) return true
    try {
      rmSync(file)
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return false
      throw thrown
    }
    rmSync(`${file}.next`, { force: true })
    return true
  })
}

export function createRecovery(options: RecoveryOptions): Recovery {
  const { dataDir, log, now = Date.now, system = thisSystem() } = options
  return dataDir === null ? withoutDisk() : onDisk(options, dataDir, { log, now, system })
}

function withoutDisk(): Recovery {
  return {
    ...nothing,
    accident: () => null,
    dismiss: () => undefined,
    noteFolder: () => undefined,
    noteSession: () => undefined,
    noteThread: () => () => undefined,
    close: () => Promise.resolve(),
  }
}

type Means = Required<Pick<RecoveryOptions, 'log' | 'now' | 'system'>>

/** Looks what the engine before this one left. A folder that cannot be read is told, and stops nothing. */
function lookBack(
  options: RecoveryOptions,
  dataDir: string,
  marker: RunningMarker,
  { log, system }: Means,
): Verdict {
  const own = markerFile(dataDir, system.self.pid)
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const casualties = takeCasualties(dataDir, own, system)
    const first = judge(casualties, [], system)
    // Before anything else is done: what was found is known to this marker alone now.
    writeMarker(own, { ...marker, cutOff: [...first.cutOff] })
    const reports = casualties.map((one) => reportOn(one, dataDir, options))
    return judge(casualties, reports, system)
  } catch (thrown) {
    log(`what ran before cannot be told from ${dataDir}: ${messageOf(thrown)}`)
    return nothing
  }
}

function onDisk(options: RecoveryOptions, dataDir: string, means: Means): Recovery {
  const { log, now, system } = means
  const own = markerFile(dataDir, system.self.pid)
  const sessions = new Map<string, RunningSession>()
  const threads = new Set<HandlerCode>()
  let marker: RunningMarker = {
    process: system.self,
    startedAt: now(),
    aliveAt: now(),
    versions: currentVersions(options.appVersion ?? null),
    folder: options.folder,
    memory: memoryNow(),
    sessions: [],
    threads: [],
    cutOff: [],
    death: null,
  }
  const verdict = lookBack(options, dataDir, marker, means)
  let accident = verdict.accident
  marker = { ...marker, cutOff: [...verdict.cutOff] }
  const writer = createMarkerWriter(own, log)
  const beating = setInterval(note, options.beatInterval ?? BEAT_INTERVAL, {})
  let closing: Promise<void> | undefined

  function note(change: Partial<RunningMarker>): void {
    if (closing) return
    const lists = { sessions: [...sessions.values()], threads: [...threads] }
    marker = { ...marker, ...lists, ...change, aliveAt: now(), memory: memoryNow() }
    writer.write(marker)
  }

  return {
    ...verdict,
    accident: () => accident,
    dismiss() {
      accident = null
      note({ cutOff: [] })
    },
    noteFolder: (folder) => note({ folder }),
    noteSession(id, entry) {
      if (!entry || isOver(entry)) {
        if (sessions.delete(id)) note({})
        return
      }
      const { handlerId, handlerVersion, isolation, client, openedAt } = entry
      const session = { id, handlerId, handlerVersion, isolation, client, openedAt }
      if (isSameRun(sessions.get(id), session)) return
      sessions.set(id, session)
      note({})
    },
    noteThread({ id, hash }) {
      const code = { id, hash }
      threads.add(code)
      note({})
      return () => {
        if (threads.delete(code)) note({})
      }
    },
    close() {
      closing ??= (async () => {
        clearInterval(beating)
        await writer.close()
        await rm(own, { force: true })
      })().catch((thrown) => log(`${own} cannot be removed: ${messageOf(thrown)}`))
      return closing
    },
  }
}
