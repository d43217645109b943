import type { EngineOptions } from '../../../contract/engine'
import { messageOf } from '../../../contract/errors'
import type { EngineMetrics } from '../../../contract/metrics'
import { type Death, writeCrashReport } from './crash-report'
import { markerFile, readMarker, writeMarker } from './running-marker'
import { currentVersions } from './versions'

export interface EngineDeath extends Death {
  /** ms since the epoch. */
  readonly at: number
  /** The last that were asked for. */
  readonly metrics: EngineMetrics | null
}

/**
 * For who outlives an engine of its own process: writes the report of its death, and into its marker where that is. Never throws;
 * null when there is no report.
 */
export function noteEngineDeath(
  { dataDir, crashReports, appVersion }: EngineOptions,
  { at, metrics, ...death }: EngineDeath,
  log: (line: string) => void,
): string | null {
  if (dataDir === null || !crashReports) return null
  try {
    const file = markerFile(dataDir, process.pid)
    const marker = readMarker(file)
    const versions = currentVersions(appVersion ?? null)
    const report = writeCrashReport(crashReports.dir, dataDir, {
      what: 'engine',
      at,
      marker,
      versions,
      death,
      metrics,
    })
    if (marker) writeMarker(file, { ...marker, death: { at, report } })
    return report
  } catch (thrown) {
    log(`the crash report cannot be written: ${messageOf(thrown)}`)
    return null
  }
}
