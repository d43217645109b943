import { SoundcheckError } from '../../../contract/errors'
import { readClientStats } from '../../../contract/stats'
import type { StoredRow } from '../journal/journal-line'
import type { Exporter } from './exporter'
import { createStatObjects } from './internals/stat-objects'
import { createStatSeries } from './internals/stat-series'
import { type LogEntry, logEntriesOf } from './internals/update-log'

/** As often as a browser's page asks, microseconds. */
const READING_US = 1_000_000
const kinds = ['signal', 'stat', 'rtp', 'rtcp', 'message', 'client-stat'] as const

/** Who made it, where a browser says what it is: readers take the third for the browser itself. */
function brands(version: string): readonly { readonly brand: string; readonly version: string }[] {
  const brand = { brand: 'Soundcheck', version }
  return [brand, brand, brand]
}

/**
 * Negotiation and statistics of the handler's end, and statistics of the client's where it told of them, as chrome://webrtc-internals saves those of a page. Source of the form: what
 * Chromium writes since M138 and the rtcstats dump importer reads.
 */
export const exportInternals: Exporter = async ({ source, file, job, appVersion }) => {
  const { openedAt, handlerId, sessionId } = source.head
  const series = createStatSeries()
  const clientSeries = createStatSeries()
  const objects = createStatObjects()
  const updateLog: LogEntry[] = []
  let nextUs = READING_US

  function read(atUs: number): void {
    for (const object of objects.read()) series.add(object, openedAt + atUs / 1000)
  }

  /** What the client's own end told. */
  function readClient({ text, atUs }: StoredRow): void {
    // A dash parts ids from properties.
    for (const { id, type, ...values } of readClientStats(text) ?? [])
      clientSeries.add({ id: id.replaceAll('-', '_'), type, values }, openedAt + atUs / 1000)
  }

  function take(row: StoredRow): void {
    // Where nothing passed nothing has changed: a pause of hours is no hours of readings.
    if (row.atUs >= nextUs) {
      read(nextUs)
      nextUs = Math.floor(row.atUs / READING_US + 1) * READING_US
    }
    if (row.kind === 'client-stat') readClient(row)
    if (row.kind === 'signal') updateLog.push(...logEntriesOf(row, openedAt))
    objects.add(row)
  }

  for await (const rows of source.slices(job, kinds)) for (const row of rows) take(row)
  read(nextUs)
  const stats = series.read()
  const clientStats = clientSeries.read()
  if (updateLog.length === 0 && Object.keys(stats).length === 0) {
    throw new SoundcheckError('not-found', 'There is no negotiation and no packet in what was selected.', {
      hint: 'Take a longer range, or another query.',
    })
  }
  const connection = {
    pid: 0,
    rid: 0,
    url: `soundcheck:${handlerId}`,
    rtcConfiguration: { iceServers: [] },
    constraints: '',
    stats,
    updateLog,
  }
  const dump = {
    UserAgent: `Soundcheck/${appVersion ?? 'unknown'}`,
    UserAgentData: brands(appVersion ?? 'unknown'),
    timestamp: openedAt,
    getUserMedia: [],
    PeerConnections: {
      [sessionId]: connection,
      ...(Object.keys(clientStats).length > 0
        ? { [`${sessionId}-client`]: { ...connection, stats: clientStats, updateLog: [] } }
        : {}),
    },
  }
  file.append(Buffer.from(`${JSON.stringify(dump, null, 2)}\n`))
  return []
}
