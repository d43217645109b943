import { createTimestampUnwrapper, ticksToMs } from './timebase'

/** What comes so much before its time was not sent when its timestamp says: the sender began to count anew, ms. */
const MOST_EARLY = 1000
/** A network may hold packets back for a while; for longer it is the sender, ms. */
const MOST_LATE = 10_000

/** Puts the timestamps of one stream on the session's clock: where its first packet came, and from then on by its own clock. */
export function createMediaClock(clockRate: number) {
  let ticks = createTimestampUnwrapper()
  let anchor: number | null = null

  function begin(timestamp: number, at: number): number {
    ticks = createTimestampUnwrapper()
    ticks.unwrap(timestamp)
    anchor = at
    return at
  }

  /** @param at when the packet came, ms on the session's clock; so is what is given. */
  return (timestamp: number, at: number): number => {
    if (anchor === null) return begin(timestamp, at)
    const place = anchor + ticksToMs(ticks.unwrap(timestamp), clockRate)
    return place > at + MOST_EARLY || place < at - MOST_LATE ? begin(timestamp, at) : place
  }
}

export type MediaClock = ReturnType<typeof createMediaClock>
