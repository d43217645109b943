import type { StatsSlice } from '../../contract/stats'
import { type Column, createReader, limitationOf, type Reader } from './graph-specs'
import { figureText } from './line-figures'

export type Grade = 'good' | 'poor' | 'bad'

export interface Reason {
  readonly grade: Exclude<Grade, 'good'>
  /** What is wrong, and how much. */
  readonly text: string
  /** What can be done. */
  readonly remedy: string
}

/** How good a connection is; null = there is too little to say. */
export interface Verdict {
  readonly grade: Grade
  /** The worst first. */
  readonly reasons: readonly Reason[]
  /** What was looked at, s. */
  readonly seconds: number
}

/** So much of the newest is judged, µs: what was bad before that is over. */
const JUDGED_US = 30_000_000
const LEAST_SECONDS = 2

/** From `poor` on it can be noticed, from `bad` on it disturbs. */
interface Rule {
  readonly read: (read: Reader) => number | null
  readonly poor: number
  readonly bad: number
  readonly text: (value: string) => string
  readonly remedy: string
}

const known = (values: Column | null): readonly number[] =>
  values ? [...values].filter((value) => !Number.isNaN(value)) : []

function meanOf(values: Column | null): number | null {
  const all = known(values)
  return all.length === 0 ? null : all.reduce((sum, value) => sum + value, 0) / all.length
}

function medianOf(values: Column | null): number | null {
  const sorted = known(values).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}

const sumOf = (values: Column | null): number => known(values).reduce((sum, value) => sum + value, 0)

/** Of all packets of the time together, %. */
function lostOf(packets: Column | null, lost: Column | null): number | null {
  const came = sumOf(packets)
  if (came === 0) return null
  const missing = Math.max(0, sumOf(lost))
  return (missing / (missing + came)) * 100
}

const NETWORK = 'Look at the network: Wi-Fi, a VPN, or a machine at full load.'

const rules: readonly Rule[] = [
  {
    // Source: what Opus conceals without being noticed; ITU-T G.1010 allows 3 % for conversation.
    read: (read) =>
      lostOf(read.counted('engine', 'packets', 'audio', 'in'), read.counted('engine', 'lost', 'audio', 'in')),
    ...{ poor: 1, bad: 3, remedy: NETWORK },
    text: (value) => `${value} % of the sound on its way to the handler was lost (good: below 1 %)`,
  },
  {
    read: (read) =>
      lostOf(
        read.counted('client', 'packets', 'audio', 'out'),
        read.counted('client', 'lost', 'audio', 'out'),
      ),
    ...{ poor: 1, bad: 3, remedy: NETWORK },
    text: (value) => `${value} % of the sound on its way to the client was lost (good: below 1 %)`,
  },
  {
    read: (read) => medianOf(read.measured('client rttMs')) ?? medianOf(read.measured('engine rttMs')),
    // Source: ITU-T G.114, 150 ms one way are good, 400 ms the limit; the round trip is twice that.
    ...{ poor: 150, bad: 400, remedy: 'Run the handler nearer to its client.' },
    text: (value) => `packets need ${value} ms there and back (good: below 150 ms)`,
  },
  {
    read: (read) => medianOf(read.measured('engine jitterMs audio in')),
    ...{ poor: 30, bad: 60, remedy: NETWORK },
    text: (value) => `sound reaches the handler ${value} ms unevenly (good: below 30 ms)`,
  },
  {
    read: (read) => medianOf(read.measured('client jitterMs audio out')),
    ...{ poor: 30, bad: 60, remedy: 'Where the network is quiet, see in Timing whether the engine is late.' },
    text: (value) => `sound reaches the client ${value} ms unevenly (good: below 30 ms)`,
  },
  {
    read: (read) => meanOf(read.rate('client', 'concealedMs', 'audio', 'out', 0.1)),
    ...{
      poor: 1,
      bad: 5,
      remedy: 'Look whether packets are lost or late, and whether the handler keeps up.',
    },
    text: (value) => `the client made up ${value} % of its sound, because none had come (good: below 1 %)`,
  },
  {
    read: (read) => meanOf(read.rate('engine', 'concealedMs', 'audio', 'in', 0.1)),
    ...{ poor: 1, bad: 5, remedy: NETWORK },
    text: (value) => `${value} % of the handler’s sound was made up, because none had come (good: below 1 %)`,
  },
  {
    read: (read) => meanOf(read.rate('client', 'frozenMs', 'video', 'out', 0.1)),
    ...{ poor: 1, bad: 5, remedy: 'See in Timing whether videoEmit is over its time.' },
    text: (value) => `the client’s picture stood still for ${value} % of the time (good: below 1 %)`,
  },
  {
    read: (read) => meanOf(read.rate('engine', 'frozenMs', 'video', 'in', 0.1)),
    ...{ poor: 1, bad: 5, remedy: 'Look at the camera and at what else this machine does.' },
    text: (value) => `the picture to the handler stood still for ${value} % of the time (good: below 1 %)`,
  },
  {
    read(read) {
      const [sent, shown] = [
        meanOf(read.rate('engine', 'frames', 'video', 'out')),
        meanOf(read.rate('client', 'frames', 'video', 'out')),
      ]
      return sent === null || shown === null || sent === 0 ? null : Math.max(0, (1 - shown / sent) * 100)
    },
    ...{ poor: 10, bad: 30, remedy: 'The client’s machine may be too slow for this size.' },
    text: (value) => `the client did not decode ${value} % of the pictures (good: below 10 %)`,
  },
]

const whys = {
  bandwidth: 'there is too little bandwidth for more',
  cpu: 'its processor is too slow for more',
  other: 'of a reason that it does not tell',
} as const

/** The client's encoder works below what it was asked for. */
function limitationReason(read: Reader): Reason | null {
  const values = known(read.measured('client limitation video in'))
  const limited = values.filter((value) => value > 0)
  const why = limitationOf(limited.at(-1) ?? 0)
  // A short time at the beginning is how every call begins.
  if (why === 'none' || limited.length < values.length / 2) return null
  return {
    grade: 'poor',
    text: `the client sends smaller or fewer pictures, because ${whys[why]}`,
    remedy: 'Choose a smaller size of picture.',
  }
}

function judged(slice: StatsSlice): StatsSlice {
  const columns = Math.min(slice.columns, Math.round(JUDGED_US / slice.columnUs))
  const first = slice.columns - columns
  const series = slice.series.map((one) => ({ ...one, values: one.values.subarray(first) }))
  return { ...slice, columns, fromUs: slice.fromUs + first * slice.columnUs, series }
}

/** How good the connection was in the newest half minute of a slice, and why. */
export function verdictOf(whole: StatsSlice): Verdict | null {
  const slice = judged(whole)
  const read = createReader(slice)
  const media = ['audio', 'video'] as const
  const columns = Math.max(
    ...media.flatMap((medium) =>
      (['in', 'out'] as const).map((way) => known(read.counted('engine', 'packets', medium, way)).length),
    ),
  )
  const seconds = columns * read.seconds
  if (seconds < LEAST_SECONDS) return null
  const found = rules.flatMap(({ read: readValue, poor, bad, text, remedy }): readonly Reason[] => {
    const value = readValue(read)
    if (value === null || value < poor) return []
    return [{ grade: value < bad ? 'poor' : 'bad', text: text(figureText(value)), remedy }]
  })
  const limitation = limitationReason(read)
  const reasons = [...found, ...(limitation ? [limitation] : [])].toSorted(
    (a, b) => Number(b.grade === 'bad') - Number(a.grade === 'bad'),
  )
  return { grade: reasons[0]?.grade ?? 'good', reasons, seconds }
}
