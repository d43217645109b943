import type { Spread } from '../../contract/budget'
import { type FramePath, type FrameStep, frameSteps, totalMs } from '../../contract/frame-path'
import { spreadOf } from '../../contract/spread-of'
import type { EndDelays } from './end-delays'
import type { FrameEnd, FrameEnds, FrameMedium } from './frame-ends'

/** Where the time of a frame goes, in this order: the window's end around what the handler's end tells. */
export type WayPart =
  | FrameStep
  | 'capture'
  | 'uplink'
  | 'downlink'
  | 'buffer'
  | 'clientDecode'
  | 'playout'
  | 'unexplained'

const wholeWay: { readonly [M in FrameMedium]: readonly WayPart[] } = {
  audio: ['capture', 'uplink', ...frameSteps, 'downlink', 'buffer', 'playout'],
  video: ['uplink', ...frameSteps, 'downlink', 'clientDecode', 'buffer', 'playout'],
}
/** Sound comes in one packet. */
const isThere = (medium: FrameMedium, part: WayPart): boolean => medium === 'video' || part !== 'arrival'

/** The parts of frames that are known from end to end, or at the handler's end alone. */
export const partsOf = (medium: FrameMedium, isWhole: boolean): readonly WayPart[] =>
  (isWhole ? wholeWay[medium] : frameSteps).filter((part) => isThere(medium, part))

/** One frame, and where its time went. */
export interface Way {
  /** At the handler's end, µs on the session's clock. */
  readonly fromUs: number
  readonly toUs: number
  readonly totalMs: number
  /** ms; those that there are add up to the total. */
  readonly parts: { readonly [P in WayPart]?: number }
}

/** What is known of this window's end. */
export interface WindowEnd extends Omit<EndDelays, 'bufferMs'> {
  /** How far the session's clock is ahead of `performance.now()`, ms. */
  readonly offsetMs: number
  /** When `performance.now()` was 0, ms since 1970. */
  readonly timeOrigin: number
}

/** The handler's end alone. */
export function endWay(path: FramePath): Way {
  const total = totalMs(path)
  return {
    ...{ fromUs: (path.sentMs - total) * 1000, toUs: path.sentMs * 1000 },
    ...{ totalMs: total, parts: path.steps },
  }
}

/** From there to the person's ear or eye. */
function partsAfter(medium: FrameMedium, sentMs: number, at: FrameEnd, { rttMs, playoutMs }: WindowEnd) {
  const receivedMs = at.receivedMs ?? sentMs + rttMs / 2
  return {
    ...{ downlink: receivedMs - sentMs, clientDecode: at.decodeMs },
    buffer: at.readyMs - receivedMs - at.decodeMs,
    playout: medium === 'audio' ? playoutMs : at.shownMs - at.readyMs,
  }
}

/** From end to end; null where one of the two does not know the frame. */
export function wholeWayOf(
  medium: FrameMedium,
  path: FramePath,
  at: FrameEnd | undefined,
  end: WindowEnd,
): Way | null {
  if (path.capturedMs === null || !at) return null
  const ofEnd = endWay(path)
  const sentMs = path.sentMs - end.offsetMs
  const capturedMs = path.capturedMs - end.timeOrigin
  const parts = {
    capture: medium === 'audio' ? end.captureMs : 0,
    uplink: sentMs - ofEnd.totalMs - capturedMs,
    ...path.steps,
    ...partsAfter(medium, sentMs, at, end),
  }
  return { ...ofEnd, totalMs: Object.values(parts).reduce((sum, ms) => sum + ms, 0), parts }
}

/** Of those of the paths that this window has played or shown. */
export function wholeWays(
  medium: FrameMedium,
  paths: readonly FramePath[],
  ends: Pick<FrameEnds, 'of'>,
  end: WindowEnd,
): readonly Way[] {
  return paths.flatMap((path) => {
    const at = path.outTs === null ? undefined : ends.of(medium, path.outTs)
    return wholeWayOf(medium, path, at, end) ?? []
  })
}

export interface WaySpread {
  readonly total: Spread
  readonly parts: { readonly [P in WayPart]?: Spread }
}

/** null of none. */
export function spreadWays(ways: readonly Way[], parts: readonly WayPart[]): WaySpread | null {
  const total = spreadOf(ways.map(({ totalMs: ms }) => ms))
  if (!total) return null
  const each = parts.map((part) => [part, spreadOf(ways.map((way) => way.parts[part] ?? 0))] as const)
  return { total, parts: Object.fromEntries(each) as WaySpread['parts'] }
}
