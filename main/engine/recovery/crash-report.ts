import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import type { EngineMetrics } from '../../../contract/metrics'
import type { StoredRow } from '../journal/journal-line'
import { journalsDir, lastRows } from '../journal/session-folder'
import type { RunningMarker, Versions } from './running-marker'
import { type PrivateFolders, scrubPaths } from './scrub-paths'

/** How it ended, as far as somebody outlived it. */
export interface Death {
  readonly message: string
  readonly stack: string | null
  readonly exitCode: number | null
}

export interface CrashReportInput {
  readonly what: 'app' | 'engine'
  /** ms since the epoch. */
  readonly at: number
  /** null = nothing was noted of what ran. */
  readonly marker: RunningMarker | null
  readonly versions: Versions
  readonly death: Death | null
  readonly metrics: EngineMetrics | null
  readonly rowsOf: (sessionId: string) => readonly StoredRow[]
  readonly folders: PrivateFolders
}

/** A report is a file that people send to others: it holds no message, no sound or picture, no path with their name. */
export const REPORT_ROWS = 200
const KEPT_REPORTS = 20
/** What a program calls a message's type; anything else could be what somebody said. */
const typeName = /^[\w.:-]{1,40}$/

function rowFacts({ kind, direction, type, sizeBytes, atUs }: StoredRow) {
  return { kind, direction, type: type === null || typeName.test(type) ? type : '…', sizeBytes, atUs }
}

/** The report as plain data. */
export function buildCrashReport(input: CrashReportInput) {
  const { marker, death, folders } = input
  const clean = (text: string | null) => (text === null ? null : scrubPaths(text, folders))
  return {
    what: input.what,
    at: new Date(input.at).toISOString(),
    uptimeInS: marker ? Math.round((input.at - marker.startedAt) / 1000) : null,
    versions: input.versions,
    error: death && { message: clean(death.message), stack: clean(death.stack), exitCode: death.exitCode },
    memory: marker?.memory ?? null,
    metrics: input.metrics,
    threads: marker?.threads.map(({ id }) => id) ?? [],
    sessions: (marker?.sessions ?? []).map((session) => ({
      id: session.id,
      handler: session.handlerId,
      version: session.handlerVersion,
      isolation: session.isolation,
      openedAt: new Date(session.openedAt).toISOString(),
      rows: input.rowsOf(session.id).map(rowFacts),
    })),
  }
}

function reportNames(dir: string): readonly string[] {
  return readdirSync(dir)
    .filter((name) => /^\d.*-(engine|app)\.json$/.test(name))
    .sort()
}

/** Absolute path of the newest report; null when there is none. */
export function newestCrashReport(dir: string): string | null {
  try {
    const name = reportNames(dir).at(-1)
    return name ? path.join(dir, name) : null
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw thrown
  }
}

/** Writes a report, of which the newest 20 are kept, and gives its path; throws when the disk does not take it. */
export function writeCrashReport(
  dir: string,
  dataDir: string,
  input: Omit<CrashReportInput, 'rowsOf' | 'folders'>,
): string {
  const report = buildCrashReport({
    ...input,
    rowsOf: (id) => lastRows(journalsDir(dataDir), id, REPORT_ROWS),
    folders: { home: homedir(), handlers: input.marker?.folder ?? '' },
  })
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  // Colons cannot be in a file's name everywhere.
  const file = path.join(dir, `${report.at.replaceAll(':', '-')}-${input.what}.json`)
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 })
  for (const old of reportNames(dir).slice(0, -KEPT_REPORTS)) rmSync(path.join(dir, old), { force: true })
  return file
}
