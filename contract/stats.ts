/** What both ends of a connection measure of it, over time. Names follow the W3C's Identifiers for WebRTC's Statistics API. */
import { z } from 'zod'
import { SoundcheckError } from './errors'
import type { RowDirection } from './journal'
import type { RowFields } from './row-fields'
import { type Lane, MOST_COLUMNS } from './timeline'

/** `engine` = the handler's end, from every packet in the journal; `client` = what the other end's own `getStats` told. */
export type StatEnd = 'engine' | 'client'
export type StatMedium = 'audio' | 'video'

/**
 * What is counted or measured; one that is counted is added up over a column, of others the highest is taken.
 * Everything is of one stream: a medium in one direction.
 */
export const statNames = {
  /** Of RTP packets with their headers. */
  bytes: { isCounted: true },
  packets: { isCounted: true },
  /** Less those that came late after all. Of a stream that the engine sends only the client knows. */
  lost: { isCounted: true },
  jitterMs: { isCounted: false },
  /** Pictures that arrived or were sent; at the client: decoded or encoded. */
  frames: { isCounted: true },
  keyFrames: { isCounted: true },
  /** PLI and FIR: a picture could not be decoded, or somebody joined. */
  keyFramesAsked: { isCounted: true },
  nacks: { isCounted: true },
  /** Pictures that the client received and did not show. */
  framesDropped: { isCounted: true },
  /** Sound that was made up because none had come, ms. */
  concealedMs: { isCounted: true },
  /** For how long pictures stood still, ms. */
  frozenMs: { isCounted: true },
  freezes: { isCounted: true },
  /** How long the client holds sound or pictures back to play them evenly, ms. */
  bufferMs: { isCounted: false },
  /** Why the client sends less than it could: see {@link limitations}; the place in that list. */
  limitation: { isCounted: false },
} as const
export type StatName = keyof typeof statNames

/** `qualityLimitationReason`, the harmless first. */
export const limitations = ['none', 'bandwidth', 'cpu', 'other'] as const

/** `in` = from the client. */
export type StreamStatId = `${StatEnd} ${StatName} ${StatMedium} ${RowDirection}`
/**
 * Of the connection as a whole: round trip, ms; bits per second that would fit through (REMB or the client's own estimate).
 */
export type LinkStatId = `${StatEnd} rttMs` | `${StatEnd} available ${RowDirection}`
export type StatId = StreamStatId | LinkStatId

export const streamStatId = (
  end: StatEnd,
  name: StatName,
  medium: StatMedium,
  direction: RowDirection,
): StreamStatId => `${end} ${name} ${medium} ${direction}`

export function isCountedStat(id: StatId): boolean {
  const name = id.split(' ')[1] as StatName
  return statNames[name]?.isCounted ?? false
}

/**
 * Which part is looked at, best in columns of tenths of a second, in which it is kept; `fromUs` null = so that the last column is
 * the newest that is over.
 */
export const statsRangeSchema = z.strictObject({
  fromUs: z.number().min(-1e15).max(1e15).nullable(),
  columnUs: z.number().min(1).max(1e13),
  columns: z.number().int().min(1).max(MOST_COLUMNS),
})
export type StatsRange = z.infer<typeof statsRangeSchema>

/** Answer of `journal.stats`. */
export interface StatsSlice {
  readonly fromUs: number
  readonly columnUs: number
  readonly columns: number
  readonly series: readonly Lane<StatId>[]
  /** When the newest row was, µs; 0 = there is none. */
  readonly endUs: number
  /** False while older rows are still being looked at: ask again. */
  readonly complete: boolean
}

const statValue = z.union([z.number(), z.boolean(), z.string().max(200)])

/** One object of a client's `getStats`, without what is not a number, a flag or a short word. */
export const clientStatSchema = z
  .object({ id: z.string().max(100), type: z.string().max(40) })
  .catchall(statValue)
export type ClientStat = z.infer<typeof clientStatSchema>

export const clientStatsSchema = z.array(clientStatSchema).min(1).max(64)

/** At which browsers count samples, Hz. */
export const CLIENT_SAMPLE_RATE = 48_000

/** Of all objects together as JSON, characters: a browser's are 4,000 to 8,000. */
const LONGEST = 50_000

/** What is written into the journal; throws `invalid` for more than a browser has to tell. */
export function clientStatsText(stats: readonly ClientStat[]): string {
  const text = JSON.stringify(stats)
  if (text.length <= LONGEST) return text
  const message = `a report of ${text.length} characters is longer than ${LONGEST}`
  throw new SoundcheckError('invalid', message, { hint: 'Report numbers, flags and short words alone.' })
}

/** The pair of candidates that is used: there may be several that could be. */
export function usedPair(stats: readonly ClientStat[]): ClientStat | undefined {
  const used = stats.find(({ type }) => type === 'transport')?.selectedCandidatePairId
  return (
    stats.find(({ id, type }) => type === 'candidate-pair' && id === used) ??
    stats.find(({ type, nominated }) => type === 'candidate-pair' && nominated === true)
  )
}

/** The figures of a report by which its row is found. */
export function clientStatFields(stats: readonly ClientStat[]): RowFields {
  const of = (type: string, kind?: string): ClientStat | undefined =>
    stats.find((stat) => stat.type === type && (kind === undefined || stat.kind === kind))
  const [sound, pictures] = [of('inbound-rtp', 'audio'), of('inbound-rtp', 'video')]
  const pair = usedPair(stats)
  const fields: { [name: string]: number } = {}
  const note = (name: string, factor: number, ...values: readonly (ClientStat[string] | undefined)[]) => {
    const numbers = values.filter((value) => typeof value === 'number')
    if (numbers.length > 0)
      fields[name] = Math.round(numbers.reduce((sum, value) => sum + value, 0) * factor * 100) / 100
  }
  note('rttMs', 1000, pair?.currentRoundTripTime)
  note('jitterMs', 1000, sound?.jitter)
  note('lostOut', 1, sound?.packetsLost, pictures?.packetsLost)
  note('fps', 1, pictures?.framesPerSecond)
  note('madeUpMs', 1000 / CLIENT_SAMPLE_RATE, sound?.concealedSamples)
  note('freezes', 1, pictures?.freezeCount)
  return fields
}

/** What `text` tells; null where it was written by something else. */
export function readClientStats(text: string): readonly ClientStat[] | null {
  try {
    return clientStatsSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
