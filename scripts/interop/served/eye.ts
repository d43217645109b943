import type { VideoFrame } from 'soundcheck'

/** What was seen in one second. */
export interface Seen {
  readonly width: number
  readonly height: number
  readonly fps: number
  /** How far the brightness of a place moves from picture to picture on the average, of 255. */
  readonly change: number
}

const SPAN = 1000
/** Places that are looked at: a prime, so that they lie in no column. */
const STEP = 997

/** Looks at pictures in i420, and says once a second what they were like. */
export function createEye() {
  let since: number | undefined
  let count = 0
  let change = 0
  let before: readonly number[] = []
  return {
    /** `now` in ms. */
    see({ width, height, data }: VideoFrame, now: number): Seen | null {
      since ??= now
      const places: number[] = []
      for (let at = 0; at < width * height; at += STEP) places.push(data[at] ?? 0)
      if (before.length === places.length) {
        count += 1
        change +=
          places.reduce((sum, place, n) => sum + Math.abs(place - (before[n] ?? 0)), 0) / places.length
      }
      before = places
      if (now - since < SPAN || count === 0) return null
      const report = { width, height, fps: (count * 1000) / (now - since), change: change / count }
      since = now
      count = 0
      change = 0
      return report
    },
  }
}
