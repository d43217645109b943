import type { HostCounters } from '../../../contract/host'

const totals = ['audioIn', 'audioOut', 'videoIn', 'videoOut', 'audioDropped', 'videoDropped'] as const
type Totals = { readonly [total in (typeof totals)[number]]: number }

/** What the handler counts of itself, over all the instances of a session. */
export function createHostTotals() {
  let before: Totals = { audioIn: 0, audioOut: 0, videoIn: 0, videoOut: 0, audioDropped: 0, videoDropped: 0 }
  let now: HostCounters | undefined

  function sum(): Totals {
    const entries = totals.map((name) => [name, before[name] + (now?.[name] ?? 0)] as const)
    return Object.fromEntries(entries) as unknown as Totals
  }

  return {
    sum,
    /** As the present instance reported them last; undefined while it has not. */
    latest: (): HostCounters | undefined => now,
    note(counters: HostCounters): void {
      now = counters
    },
    /** Another instance counts from 0. */
    restart(): void {
      before = sum()
      now = undefined
    },
  }
}

export type HostTotals = ReturnType<typeof createHostTotals>
