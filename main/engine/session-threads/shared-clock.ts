import type { Clock } from '../clock'

/** Readings of which the closest pair counts: between the two of a pair the system may let another thread run. */
const READINGS = 10
const NS_PER_MS = 1e6

/** ms on the clock that all threads of a process share; its zero is anywhere. */
const shared = (): number => Number(process.hrtime.bigint()) / NS_PER_MS

/** How far the shared clock is ahead of `own`, ms. */
function aheadOf(own: Clock): number {
  let best = { ahead: 0, width: Number.POSITIVE_INFINITY }
  for (let n = 0; n < READINGS; n += 1) {
    const before = own.now()
    const ahead = shared()
    const after = own.now()
    const width = after - before
    if (width < best.width) best = { ahead: ahead - (before + after) / 2, width }
  }
  return best.ahead
}

/** When `clock` was at 0, ms on the shared clock: what another thread needs to go by it. */
export const zeroOf = (clock: Clock): number => aheadOf(clock)

/** The clock of another thread, in this one: `performance.now()` counts from the start of each thread. */
export function createSharedClock(zero: number, own: Clock): Clock {
  const behind = aheadOf(own) - zero
  return { now: () => own.now() + behind }
}
