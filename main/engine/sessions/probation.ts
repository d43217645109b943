import type { WireError } from '../../../contract/errors'
import type { HostReport } from '../../../contract/host'

/** How long a version that has taken over is watched, ms. */
export const PROBATION = 10_000
/** Faults within that time that are too many. */
const TOO_MANY_FAULTS = 5

/** Watches a version that has just taken over. Times are ms on one clock. */
export interface Probation {
  /** A version that blocks is on probation until it no longer does: whether it is good is not known yet. */
  isOver(now: number): boolean
  /** Why the version is to be taken back, if this report is the last straw. */
  judge(report: HostReport, now: number): WireError | null
}

export function createProbation(began: number): Probation {
  let faults = 0
  let blockedSince: number | null = null
  const isOver = (now: number): boolean => (blockedSince ?? now) - began >= PROBATION

  function isLastStraw(report: Extract<HostReport, { type: 'fault' }>): boolean {
    faults += 1
    return report.method === 'startUp' || faults >= TOO_MANY_FAULTS
  }

  return {
    isOver,
    judge(report, now) {
      if (report.type === 'blocked') blockedSince ??= now - report.forMs
      else if (report.type === 'unblocked') blockedSince = null
      if (isOver(now)) return null
      if (report.type === 'gave-up') return report.error
      return report.type === 'fault' && isLastStraw(report) ? report.error : null
    },
  }
}
