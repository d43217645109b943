import { createTimestampUnwrapper, ticksToMs } from './timebase'

/** What comes so much before its time was not sent when its timestamp says: the sender began to count anew, ms. */
const MOST_EARLY = 1000
/** A network may hold packets back for a while; for longer it is the sender, ms. */
const MOST_LATE = 10_000

/** So far off for a whole {@link SETTLED} it is no longer the network: the sender's clock stands elsewhere, ms. */
const MOST_OFF = 40
/** What most packets of a {@link SETTLED} are off by is put right from here on, ms: less is the noise of that measure. */
const LEAST_OFF = 2
/** A network that held packets back has given them all by then, ms of the sender's clock. */
const SETTLED = 1000

/**
 * Puts the timestamps of one stream on the session's clock: where its packets come in the middle, by the clock of its sender.
 * It begins with the first packet, which may itself have been late or early: a browser sends in bursts, and a busy program reads late.
 * A few that a network holds back do not move it; but where all of a second come late, or early, the sender has left something
 * out, began late, or its clock runs at another pace, and it is put right by the least.
 */
export function createMediaClock(clockRate: number) {
  let ticks = createTimestampUnwrapper()
  let anchor: number | null = null
  /** By how much packets were late since `sinceMs`. */
  let late: { by: number[]; sinceMs: number } = { by: [], sinceMs: 0 }

  function begin(timestamp: number, at: number): number {
    ticks = createTimestampUnwrapper()
    ticks.unwrap(timestamp)
    anchor = at
    late = { by: [0], sinceMs: 0 }
    return at
  }

  /** Where the clock has to be put right, ms. */
  function correction(ms: number, lateMs: number): number {
    late.by.push(lateMs)
    if (Math.abs(ms - late.sinceMs) < SETTLED) return 0
    const by = late.by.sort((a, b) => a - b)
    late = { by: [], sinceMs: ms }
    return offBy(by[0] as number, by[by.length >> 1] as number)
  }

  /** @param at when the packet came, ms on the session's clock; so is what is given. */
  return (timestamp: number, at: number): number => {
    if (anchor === null) return begin(timestamp, at)
    const ms = ticksToMs(ticks.unwrap(timestamp), clockRate)
    const place = anchor + ms
    if (place > at + MOST_EARLY || place < at - MOST_LATE) return begin(timestamp, at)
    const put = correction(ms, at - place)
    anchor += put
    return place + put
  }
}

function offBy(leastMs: number, middleMs: number): number {
  if (Math.abs(leastMs) > MOST_OFF) return leastMs
  const off = Math.abs(middleMs)
  return off > LEAST_OFF && off < MOST_OFF ? middleMs : 0
}

export type MediaClock = ReturnType<typeof createMediaClock>
