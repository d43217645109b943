/** Above this share of its time a thread gets no further session while another one is below, 0..1. */
export const BUSY = 0.5

/** How busy each thread is, 0..1; below 0.001 or so for one that has nothing to do. */
export interface Loads {
  readonly engine: number
  readonly threads: readonly number[]
}

/** Where a session's work goes: to the engine's own thread, to one that runs (by its index), or to one that is to be started. */
export type Place = 'engine' | 'new' | number

/**
 * The engine's own thread as long as it is not busy, since a session costs least there; then the session thread that is
 * least loaded, and a new one when all are busy. When no more may be started, whichever is least loaded.
 *
 * @param most session threads that there may be.
 */
export function choosePlace({ engine, threads }: Loads, most: number): Place {
  if (engine < BUSY) return 'engine'
  const least = threads.reduce((best, load, at) => (load < (threads[best] ?? Infinity) ? at : best), 0)
  const lowest = threads[least] ?? Number.POSITIVE_INFINITY
  if (lowest < BUSY) return least
  if (threads.length < most) return 'new'
  return lowest < engine ? least : 'engine'
}
