/** Pictures whose times from one to the next make the usual one. */
const PICTURES = 30
/** Longer than usual by this is a freeze, in any case ms. */
const MARGIN_MS = 150
const TIMES = 3

/**
 * Finds out when pictures stand still: by the rule of `freezeCount`, the time to the next picture is at least three times
 * the average of the last 30, and 150 ms longer than it. Source: W3C webrtc-stats, RTCInboundRtpStreamStats.
 */
export function createFreezeWatch() {
  const times: number[] = []
  let lastMs: number | null = null

  return {
    /** A picture was there; gives for how long the one before stood still too long, ms, or null. */
    add(atMs: number): number | null {
      const time = lastMs === null ? null : atMs - lastMs
      lastMs = atMs
      if (time === null) return null
      const usual = times.reduce((sum, one) => sum + one, 0) / Math.max(1, times.length)
      const isFreeze = times.length === PICTURES && time >= Math.max(TIMES * usual, usual + MARGIN_MS)
      times.push(time)
      if (times.length > PICTURES) times.shift()
      return isFreeze ? time : null
    },
  }
}

export type FreezeWatch = ReturnType<typeof createFreezeWatch>
