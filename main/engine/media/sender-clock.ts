import { ticksToMs } from './timebase'

/** What a sender report says of the time. */
export interface SenderReport {
  /** ms since 1970, on the sender's clock. */
  readonly ntpMs: number
  /** RTP timestamp of then. */
  readonly timestamp: number
}

const HALF = 2 ** 31
const WHOLE = 2 ** 32

/** From one timestamp to another, whichever way is shorter. */
const distance = (from: number, to: number): number => ((((to - from + HALF) % WHOLE) + WHOLE) % WHOLE) - HALF

/** Knows when the frames of one stream were captured, by what their sender reports. Source: RFC 3550 section 6.4.1. */
export function createSenderClock() {
  let newest: SenderReport | null = null
  return {
    note(report: SenderReport): void {
      newest = report
    },
    /**
     * ms since 1970 on the sender's clock; null before the first report.
     *
     * @param clockRate of the timestamps, Hz
     */
    capturedMs: (timestamp: number, clockRate: number): number | null =>
      newest && newest.ntpMs + ticksToMs(distance(newest.timestamp, timestamp), clockRate),
  }
}
