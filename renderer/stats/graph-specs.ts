import type { RowDirection } from '../../contract/journal'
import {
  limitations,
  type StatEnd,
  type StatId,
  type StatMedium,
  type StatName,
  type StatsSlice,
  streamStatId,
} from '../../contract/stats'

/** Columns of values; NaN = nothing is known of that time. */
export type Column = Float64Array

export interface GraphLine {
  readonly label: string
  readonly color: LineColor
  readonly isDashed: boolean
  readonly values: Column
}

export interface Graph {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly about: string
  /** The scale reaches at least so far. */
  readonly least: number
  readonly lines: readonly GraphLine[]
}

/** Names of the theme's colours. */
export type LineColor = 'sent' | 'received' | 'sent picture' | 'received picture' | 'other'

interface LineSpec {
  readonly label: string
  readonly color: LineColor
  readonly isDashed?: boolean
  readonly values: (read: Reader) => Column | null
}

interface GraphSpec extends Omit<Graph, 'lines'> {
  readonly lines: readonly LineSpec[]
}

/** Reads the columns of a slice. */
export function createReader({ series, columns, columnUs }: StatsSlice) {
  const byId = new Map(series.map((one) => [one.id, one.values]))
  const seconds = columnUs / 1e6

  function raw(id: StatId): Float32Array | null {
    return byId.get(id) ?? null
  }

  const map = (of: (at: number) => number): Column =>
    Float64Array.from({ length: columns }, (_, at) => of(at))

  const has = (values: Float32Array | null): values is Float32Array =>
    values?.some((value) => !Number.isNaN(value)) ?? false

  /** How much more there is in each column, from the first to the last in which anything was counted by that end. */
  function counted(end: StatEnd, name: StatName, medium: StatMedium, direction: RowDirection): Column | null {
    const packets = raw(streamStatId(end, 'packets', medium, direction))
    if (!has(packets)) return null
    const values = raw(streamStatId(end, name, medium, direction))
    const first = packets.findIndex((value) => !Number.isNaN(value))
    const last = packets.findLastIndex((value) => !Number.isNaN(value))
    return map((at) => (at < first || at > last ? Number.NaN : (zeroIfNone(values?.[at]) ?? 0)))
  }

  return {
    seconds,
    measured(id: StatId): Column | null {
      const values = raw(id)
      return has(values) ? map((at) => values[at] as number) : null
    },
    counted,
    /** The same of a second. */
    rate(
      end: StatEnd,
      name: StatName,
      medium: StatMedium,
      direction: RowDirection,
      factor = 1,
    ): Column | null {
      return counted(end, name, medium, direction)?.map((value) => (value / seconds) * factor) ?? null
    },
    /** Of all packets those that were lost, %. */
    lostShare(end: StatEnd, medium: StatMedium, direction: RowDirection): Column | null {
      const packets = counted(end, 'packets', medium, direction)
      const lost = counted(end, 'lost', medium, direction)
      if (!packets || !lost) return null
      return packets.map((came, at) => shareOf(Math.max(0, lost[at] ?? 0), came))
    },
  }
}

export type Reader = ReturnType<typeof createReader>

const zeroIfNone = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value

function shareOf(lost: number, came: number): number {
  if (Number.isNaN(came)) return Number.NaN
  return lost === 0 ? 0 : (lost / (lost + came)) * 100
}

const streams = [
  { medium: 'audio', direction: 'in', label: 'Sound to the handler', color: 'sent' },
  { medium: 'audio', direction: 'out', label: 'Sound to the client', color: 'received' },
  { medium: 'video', direction: 'in', label: 'Picture to the handler', color: 'sent picture' },
  { medium: 'video', direction: 'out', label: 'Picture to the client', color: 'received picture' },
] as const
type Stream = (typeof streams)[number]

/** What arrives is best known where it arrives. */
const receiverOf = ({ direction }: Stream): StatEnd => (direction === 'in' ? 'engine' : 'client')

const perStream = (values: (read: Reader, stream: Stream) => Column | null): readonly LineSpec[] =>
  streams.map((stream) => ({
    label: stream.label,
    color: stream.color,
    values: (read) => values(read, stream),
  }))
const pictureStreams = (values: (read: Reader, stream: Stream) => Column | null): readonly LineSpec[] =>
  perStream((read, stream) => (stream.medium === 'video' ? values(read, stream) : null))

const KILO = 1000
const BITS = 8

const specs: readonly GraphSpec[] = [
  {
    ...{ id: 'bitrate', title: 'Bit rate', unit: 'kbit/s', least: 50 },
    about: 'Of whole RTP packets as they pass the handler’s end',
    lines: perStream((read, { medium, direction }) =>
      read.rate('engine', 'bytes', medium, direction, BITS / KILO),
    ),
  },
  {
    ...{ id: 'rtt', title: 'Round trip', unit: 'ms', least: 10 },
    about:
      'There and back between the two ends: from RTCP reports, and as the client’s connection checks find it',
    lines: [
      { label: 'By reports', color: 'received', values: (read) => read.measured('engine rttMs') },
      { label: 'By the client’s checks', color: 'sent', values: (read) => read.measured('client rttMs') },
    ],
  },
  {
    ...{ id: 'loss', title: 'Lost packets', unit: '%', least: 2 },
    about: 'Of those that should have arrived, where they should have arrived',
    lines: perStream(
      (read, stream) =>
        read.lostShare(receiverOf(stream), stream.medium, stream.direction) ??
        read.lostShare('engine', stream.medium, stream.direction),
    ),
  },
  {
    ...{ id: 'jitter', title: 'Jitter', unit: 'ms', least: 10 },
    about: 'How unevenly packets arrive (RFC 3550, 6.4.1); the highest of each column',
    lines: perStream(
      (read, stream) =>
        read.measured(streamStatId(receiverOf(stream), 'jitterMs', stream.medium, stream.direction)) ??
        read.measured(streamStatId('engine', 'jitterMs', stream.medium, stream.direction)),
    ),
  },
  {
    ...{ id: 'buffer', title: 'Held back by the client', unit: 'ms', least: 50 },
    about: 'The client’s jitter buffer: how long it waits so that it plays evenly',
    lines: perStream((read, { medium, direction }) =>
      direction === 'out' ? read.measured(streamStatId('client', 'bufferMs', medium, direction)) : null,
    ),
  },
  {
    ...{ id: 'concealment', title: 'Sound made up', unit: '%', least: 2 },
    about: 'Of the time: what was concealed because no packet had come',
    lines: perStream((read, stream) =>
      stream.medium === 'audio'
        ? read.rate(receiverOf(stream), 'concealedMs', 'audio', stream.direction, 100 / KILO)
        : null,
    ),
  },
  {
    ...{ id: 'fps', title: 'Pictures a second', unit: '', least: 10 },
    about: 'That came, were sent, and were decoded by the client',
    lines: [
      ...pictureStreams((read, { direction }) => read.rate('engine', 'frames', 'video', direction)),
      {
        ...{ label: 'Decoded by the client', color: 'other', isDashed: true },
        values: (read) => read.rate('client', 'frames', 'video', 'out'),
      },
    ],
  },
  {
    ...{ id: 'freezes', title: 'Frozen pictures', unit: '%', least: 2 },
    about: 'Of the time: a picture stood three times as long as usual, and 150 ms longer',
    lines: pictureStreams((read, stream) =>
      read.rate(receiverOf(stream), 'frozenMs', 'video', stream.direction, 100 / KILO),
    ),
  },
  {
    ...{ id: 'hitches', title: 'Freezes and pictures not shown', unit: '', least: 2 },
    about: 'In each column: how often a picture stood still, and what the client received and did not show',
    lines: [
      ...pictureStreams((read, stream) =>
        read.counted(receiverOf(stream), 'freezes', 'video', stream.direction),
      ),
      {
        ...{ label: 'Not shown by the client', color: 'other', isDashed: true },
        values: (read) => read.counted('client', 'framesDropped', 'video', 'out'),
      },
    ],
  },
  {
    ...{ id: 'nacks', title: 'Asked for again', unit: '', least: 2 },
    about: 'Packets in each column that the receiver had missed and asked for (NACK)',
    lines: pictureStreams((read, { direction }) => read.counted('engine', 'nacks', 'video', direction)),
  },
  {
    ...{ id: 'keyframes', title: 'Key frames', unit: '', least: 2 },
    about: 'In each column; and how often one was asked for (PLI, FIR)',
    lines: [
      ...pictureStreams((read, { direction }) => read.counted('engine', 'keyFrames', 'video', direction)),
      {
        ...{ label: 'Asked for by the client', color: 'other', isDashed: true },
        values: (read) => read.counted('engine', 'keyFramesAsked', 'video', 'out'),
      },
    ],
  },
  {
    ...{ id: 'available', title: 'Available bandwidth', unit: 'kbit/s', least: 500 },
    about: 'What would fit through, as the client estimates it (REMB for what it receives)',
    lines: [
      {
        ...{ label: 'To the handler', color: 'sent' },
        values: (read) => read.measured('client available in')?.map((rate) => rate / KILO) ?? null,
      },
      {
        ...{ label: 'To the client', color: 'received' },
        values: (read) => read.measured('engine available out')?.map((rate) => rate / KILO) ?? null,
      },
    ],
  },
]

/** The graphs for which there is anything to be drawn. */
export function graphsOf(slice: StatsSlice): readonly Graph[] {
  const read = createReader(slice)
  return specs.flatMap(({ lines, ...graph }) => {
    const known = lines.flatMap(({ values, isDashed = false, ...line }) => {
      const column = values(read)
      return column ? [{ ...line, isDashed, values: column }] : []
    })
    return known.length > 0 ? [{ ...graph, lines: known }] : []
  })
}

export const limitationOf = (value: number): (typeof limitations)[number] => limitations[value] ?? 'other'
