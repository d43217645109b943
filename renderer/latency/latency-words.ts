import type { Spread } from '../../contract/budget'
import {
  type HeardPart,
  heardParts,
  type LatencyPart,
  type LatencySummary,
  latencyParts,
  type TurnLatency,
} from '../../contract/turn-latency'
import type { Grade } from '../design/grade'

/** Where a turn is measured: from mouth to ear, or between the handler's end's two waveforms. */
export type LatencyEnd = 'heard' | 'engine'
type AnyPart = HeardPart | LatencyPart

export const partWords: { readonly [P in AnyPart]: { readonly name: string; readonly about: string } } = {
  endOfTurn: {
    name: 'End of turn',
    about: 'From the end of the speech, as the detector has it, until it was sure that you had finished',
  },
  handler: { name: 'Handler', about: 'From then until the handler emitted the first sound of its reply' },
  output: { name: 'Output', about: 'From then until the first sound that can be heard was sent' },
  capture: { name: 'Capture', about: 'From the microphone to the browser, as the device says' },
  uplink: {
    name: 'Uplink',
    about: 'From the browser to the handler’s end: encoding, network, waiting for packets',
  },
  downlink: { name: 'Downlink', about: 'Half of the round trip' },
  buffer: { name: 'Jitter buffer', about: 'What the browser held the answer back, so that it plays evenly' },
  playout: { name: 'Playout', about: 'From the browser to the loudspeaker, as the browser estimates it' },
  unexplained: {
    name: 'Unexplained',
    about:
      'What the waveforms say beyond that: mostly that speech ended earlier or later than the detector has it',
  },
}

/**
 * What people take for a quick answer, ms: half of the answers within the first, nearly all within the second.
 * Source: figures of operators of voice agents; people answer each other within 200 to 300 ms.
 */
export const QUICK_MS = 800
export const SLOW_MS = 1500

export function latencyTone(ms: number): Grade {
  if (ms > SLOW_MS) return 'over'
  return ms > QUICK_MS ? 'tight' : 'good'
}

export const wholeMs = (ms: number): string => `${Math.round(ms).toLocaleString('en').replace('-', '−')} ms`

export const partsOf = (end: LatencyEnd): readonly AnyPart[] => (end === 'heard' ? heardParts : latencyParts)

/** Some times, by the names of `partsOf`. */
export interface Parted<T> {
  readonly total: T
  readonly part: (name: AnyPart) => T
}

const parted = <T>(total: T, parts: { readonly [name: string]: T }): Parted<T> => ({
  total,
  part: (name) => parts[name] as T,
})

/** A turn as that end has it; null where it does not tell. */
export function turnAt(end: LatencyEnd, turn: TurnLatency): Parted<number> | null {
  const of = end === 'heard' ? turn.heard : turn
  return of && parted(of.totalMs, of.parts)
}

/** The same of many turns. */
export function summaryAt(end: LatencyEnd, summary: LatencySummary): Parted<Spread> | null {
  const of = end === 'heard' ? summary.heard : summary
  return of && parted(of.total, of.parts)
}

/** A turn in words: its total, and the parts that it is made of. */
export function turnText(end: LatencyEnd, { total, part }: Parted<number>): string {
  const told = partsOf(end).map((name) => `${partWords[name].name} ${wholeMs(part(name))}`)
  return `${wholeMs(total)}: ${told.join(', ')}`
}

/** Turns that are compared with as many before them. */
const TREND_TURNS = 10
/** What is less is chance: ms, and part of what it was. */
const TREND = { ms: 50, share: 0.1 } as const

const middleOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/**
 * Whether answers have become quicker or slower, by the middle of the newest turns and of as many before; null while there are too few.
 *
 * @param totals ms, oldest first
 */
export function trendText(totals: readonly number[]): string | null {
  const newest = totals.slice(-TREND_TURNS)
  const before = totals.slice(-2 * TREND_TURNS, -TREND_TURNS)
  if (before.length < TREND_TURNS) return null
  const [then, now] = [middleOf(before), middleOf(newest)]
  const change = now - then
  const told = `the last ${TREND_TURNS} turns took ${wholeMs(now)}, the ${TREND_TURNS} before them ${wholeMs(then)} (p50)`
  if (Math.abs(change) < Math.max(TREND.ms, TREND.share * then)) return `Steady: ${told}.`
  return `${change > 0 ? 'Slower' : 'Quicker'}: ${told}.`
}
