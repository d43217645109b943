/** Bytes of reports that may wait for the engine to read them. Far more than a second of pictures. */
const MOST_WAITING_BYTES = 32 * 1024 * 1024
/** A wait looks up this often, to say that the thread lives, ms. */
const SLICE = 100

/** Bytes of `Flow`. */
export const FLOW_BYTES = 4

/**
 * Bounds what piles up between a handler and an engine that does not read: beyond the window the handler waits, as a
 * program does that writes into a full pipe. Both ends share one word: the bytes that were handed to the system so far;
 * it wraps at 32 bits.
 */
export interface ReportWindow {
  /** Waits for room, then takes `bytes` of it. */
  take(bytes: number): void
  /** Waits until nothing waits, for `timeout` ms at most. */
  drain(timeout: number): void
}

export interface ReportWindowOptions {
  readonly flow: SharedArrayBuffer
  /** Called in each round of a wait: a thread that waits for the engine is not one that hangs. */
  readonly onWait: () => void
  readonly now: () => number
  readonly mostBytes?: number
}

/** The end of who posts reports. */
export function createReportWindow({
  flow,
  onWait,
  now,
  mostBytes = MOST_WAITING_BYTES,
}: ReportWindowOptions): ReportWindow {
  const words = new Int32Array(flow)
  let taken = 0

  function waitUntilAtMost(bytes: number, timeout: number): void {
    const deadline = now() + timeout
    while (true) {
      const written = Atomics.load(words, 0)
      const left = deadline - now()
      if (((taken - written) | 0) <= bytes || left <= 0) return
      onWait()
      Atomics.wait(words, 0, written, Math.min(SLICE, left))
    }
  }

  return {
    take(bytes) {
      waitUntilAtMost(mostBytes, Number.POSITIVE_INFINITY)
      taken = (taken + bytes) | 0
    },
    drain: (timeout) => waitUntilAtMost(0, timeout),
  }
}

/** The other end: `bytes` that were taken have been written. */
export function giveBack(flow: SharedArrayBuffer, bytes: number): void {
  const words = new Int32Array(flow)
  Atomics.add(words, 0, bytes)
  Atomics.notify(words, 0)
}
