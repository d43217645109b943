import type { TimelineLaneId, TimelineSlice } from '../../contract/timeline'
import { toDbfs } from '../media/level'

/** How a lane is drawn. */
export type LaneLook = 'sound' | 'speech' | 'calls' | 'queue' | 'count'

export interface LaneSpec {
  readonly id: TimelineLaneId
  readonly title: string
  readonly look: LaneLook
  /** CSS px. */
  readonly height: number
  /** Whose colour it has. */
  readonly tone: 'sent' | 'received' | 'loss' | 'plain'
}

const heights: { readonly [L in LaneLook]: number } = {
  sound: 52,
  speech: 34,
  calls: 22,
  queue: 22,
  count: 22,
}

const toneOf = (id: TimelineLaneId): LaneSpec['tone'] => {
  if (id.startsWith('lost')) return 'loss'
  if (id === 'speech' || id.endsWith(' in')) return 'sent'
  return id.endsWith(' out') ? 'received' : 'plain'
}

const lookOf = (id: TimelineLaneId): LaneLook => {
  if (id === 'speech') return 'speech'
  const [what] = id.split(' ')
  const looks: { readonly [what: string]: LaneLook } = { sound: 'sound', call: 'calls', queue: 'queue' }
  return looks[what ?? ''] ?? 'count'
}

const titles: { readonly [id: string]: string } = {
  'sound in': 'You',
  'sound out': 'Handler',
  speech: 'Speech',
  'call other': 'Other calls',
  'messages in': 'Messages to it',
  'messages out': 'Messages from it',
  'lost in': 'Lost, to it',
  'lost out': 'Lost, from it',
}

/** `call videoReceive` -> `videoReceive()`, `queue audio in` -> `Queue: audio in`. */
function titleOf(id: TimelineLaneId): string {
  const known = titles[id]
  if (known) return known
  const [what, ...rest] = id.split(' ')
  return what === 'call' ? `${rest.join(' ')}()` : `Queue: ${rest.join(' ')}`
}

/** Those that come first, in their order; the others of their sort follow in that of their names. */
const order = [
  'sound in',
  'sound out',
  'speech',
  'call receive',
  'call emit',
  'call video',
  'call ',
  'queue ',
  'messages ',
  'lost ',
]
const rankOf = (id: TimelineLaneId): number => order.findIndex((begin) => id.startsWith(begin))

/** The lanes that there is something for, in the order in which they stand. */
export function laneSpecs(ids: readonly TimelineLaneId[]): readonly LaneSpec[] {
  return [...ids]
    .sort((a, b) => rankOf(a) - rankOf(b) || a.localeCompare(b))
    .map((id) => {
      const look = lookOf(id)
      return { id, title: titleOf(id), look, height: heights[look], tone: toneOf(id) }
    })
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

interface LaneWords {
  /** Beside the lane. */
  readonly short: (value: number, low: number) => string
  /** Where the short one does not stand beside its lane. */
  readonly long?: (value: number) => string
}

const words: { readonly [L in LaneLook]: LaneWords } = {
  sound: {
    short(high, low) {
      const db = toDbfs(Math.max(Math.abs(high), Math.abs(low)))
      return db <= -80 ? 'silent' : `${db.toFixed(1).replace('-', '−')} dBFS`
    },
  },
  speech: { short: percent },
  calls: {
    short: (share) => (share === 0 ? 'runs' : percent(share)),
    long: (share) => (share === 0 ? 'runs' : `${percent(share)} of its time`),
  },
  queue: {
    short: (share) => (share === 0 ? 'empty' : percent(share)),
    long: (share) => (share === 0 ? 'empty' : `${percent(share)} full`),
  },
  count: { short: String },
}

/** Which column of a slice a time is in; null = none. */
export function columnAt({ range: { fromUs, columnUs, columns } }: TimelineSlice, us: number): number | null {
  const column = Math.floor((us - fromUs) / columnUs)
  return column >= 0 && column < columns ? column : null
}

const NOTHING = '–'

function sayAt(
  { id }: LaneSpec,
  { lanes }: TimelineSlice,
  column: number | null,
  say: (value: number, low: number) => string,
): string {
  const lane = lanes.find((one) => one.id === id)
  const value = column === null ? undefined : lane?.values[column]
  if (value === undefined || Number.isNaN(value)) return NOTHING
  return say(value, lane?.lows?.[column ?? 0] ?? value)
}

/** What a lane has at a time, as it stands beside it; blank where it has nothing. */
export function laneValue(spec: LaneSpec, slice: TimelineSlice, column: number | null): string {
  const text = sayAt(spec, slice, column, words[spec.look].short)
  return text === NOTHING ? '' : text
}

/** The same in words that stand for themselves. */
export function laneText(spec: LaneSpec, slice: TimelineSlice, column: number | null): string {
  const { short, long = short } = words[spec.look]
  return sayAt(spec, slice, column, long)
}
