import type { HostReport } from '../../../contract/host'
import type { BlockedCall } from '../../../contract/state'

/** Reads from a host's reports whether a call blocks it. `epoch` is ms since 1970. */
export function createBlockedCall(epoch: () => number) {
  let call: BlockedCall | null = null
  let limitMs = 0

  function note({ method, forMs, limitMs: limit }: Extract<HostReport, { type: 'blocked' }>): BlockedCall {
    const now = epoch()
    if (!call) limitMs = limit
    return {
      method,
      since: call?.since ?? now - forMs,
      endsAt: now + Math.max(0, limit - forMs),
      position: call?.position ?? null,
    }
  }

  return {
    get: () => call,
    /** Whether the report changed anything. */
    note(report: HostReport): boolean {
      if (report.type === 'blocked') call = note(report)
      else if (report.type === 'blocked-at' && call) call = { ...call, position: report.position }
      else if (report.type === 'unblocked' && call) call = null
      else return false
      return true
    },
    /** It may go on for another limit from now. */
    extend(): void {
      if (call) call = { ...call, endsAt: epoch() + limitMs }
    },
    clear(): void {
      call = null
    },
  }
}

export type BlockedCallReading = ReturnType<typeof createBlockedCall>
