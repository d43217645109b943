/** Between two tellings, ms. */
const INTERVAL = 100

/** Tells of progress as often as a person can see it. @param now ms on a monotonic clock */
export function limitRate(tell: (share: number) => void, now: () => number): (share: number) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return (share) => {
    const at = now()
    if (at - toldAt < INTERVAL && share < 1) return
    toldAt = at
    tell(share)
  }
}
