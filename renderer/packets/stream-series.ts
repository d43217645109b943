import type { JournalFilter, JournalRow } from '../../contract/journal'
import type { PolledAnswer } from '../inspector/polled'
import { journalQuery } from '../messages/journal-query'
import type { Client } from '../state/client'
import { mediaQuery, type StreamKey } from './packet-filter'
import { msText } from './packet-words'

/** One packet in the chart. */
export interface SeriesPoint {
  readonly atUs: number
  readonly deltaMs: number | null
  readonly jitterMs: number | null
  readonly isLoss: boolean
}

/** So many packets are drawn: the newest. */
const SHOWN = 1000

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null)

export const toPoint = ({ atUs, fields }: Pick<JournalRow, 'atUs' | 'fields'>): SeriesPoint => ({
  atUs,
  deltaMs: numberOrNull(fields.deltaMs),
  jitterMs: numberOrNull(fields.jitterMs),
  isLoss: numberOrNull(fields.lost) !== null,
})

/** Asks for the newest packets of a stream. */
export const askSeries =
  (stream: StreamKey | null) =>
  async (client: Client, sessionId: string): Promise<PolledAnswer<readonly SeriesPoint[]>> => {
    if (!stream) return { value: [], complete: true }
    const filter: JournalFilter = { text: mediaQuery(stream), kinds: ['rtp'], directions: [] }
    const query = journalQuery(client)
    const { matched } = await query(sessionId, filter, 0, 0)
    const { rows, complete } = await query(sessionId, filter, Math.max(0, matched - SHOWN), SHOWN)
    return { value: rows.map(toPoint), complete }
  }

/** The chart in words. */
export function seriesText(points: readonly SeriesPoint[]): string {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < 2) return 'There are too few packets for a chart.'
  const deltas = points.map(({ deltaMs }) => deltaMs).filter((ms) => ms !== null)
  const jitters = points.map(({ jitterMs }) => jitterMs).filter((ms) => ms !== null)
  const seconds = ((last.atUs - first.atUs) / 1e6).toFixed(1)
  const losses = points.filter(({ isLoss }) => isLoss).length
  const parts = [
    `The last ${points.length} packets, ${seconds} s`,
    deltas.length > 0 &&
      `time between two of them ${msText(Math.min(...deltas))} to ${msText(Math.max(...deltas))} ms`,
    jitters.length > 0 &&
      `jitter now ${msText(jitters.at(-1))} ms, at most ${msText(Math.max(...jitters))} ms`,
    losses > 0 ? `${losses} with others missing before them` : 'none missing',
  ]
  return `${parts.filter(Boolean).join('; ')}.`
}
