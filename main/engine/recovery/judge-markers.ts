import type { Accident } from '../../../contract/state'
import { isRunning, isSameBoot, isSelf, type ProcessSystem } from './process-identity'
import type { CutOffSession, HandlerCode, RunningMarker } from './running-marker'

/** A marker whose engine is gone without having taken it away. */
export interface Casualty {
  readonly file: string
  readonly marker: RunningMarker
  readonly what: Accident['what']
  readonly at: number
}

/** What is to be made of it at the start of the next engine. */
export interface Verdict {
  readonly accident: Accident | null
  /** Handlers that may have killed the app: they ran in its own process. */
  readonly guilty: readonly HandlerCode[]
  readonly cutOff: readonly CutOffSession[]
}

/** Cut-off sessions that are shown again. */
const MOST_CUT_OFF = 10

/**
 * The markers of the dead, oldest first. One of this very process is of an engine before this one: there is never more than one in a
 * process for one folder. One of a process that still runs is another instance of the app.
 */
export function findCasualties(
  markers: ReadonlyMap<string, RunningMarker>,
  system: ProcessSystem,
): readonly Casualty[] {
  return [...markers]
    .filter(([, marker]) => isSelf(marker.process, system) || !isRunning(marker.process, system))
    .map(([file, marker]): Casualty => {
      const isEngine = marker.death !== null || isSelf(marker.process, system)
      return { file, marker, what: isEngine ? 'engine' : 'app', at: marker.death?.at ?? marker.aliveAt }
    })
    .sort((a, b) => a.at - b.at)
}

/** A system that was switched off has taken the app with it: no handler is to blame. */
function guiltyOf({ marker, what }: Casualty, system: ProcessSystem): readonly HandlerCode[] {
  if (what === 'engine' || !isSameBoot(marker.process, system.self)) return []
  return marker.threads
}

function unique<T>(values: readonly T[], key: (value: T) => string): readonly T[] {
  return [...new Map(values.map((value) => [key(value), value])).values()]
}

/** `reports` are the crash reports of the casualties, in their order. */
export function judge(
  casualties: readonly Casualty[],
  reports: readonly (string | null)[],
  system: ProcessSystem,
): Verdict {
  const last = casualties.at(-1)
  if (!last) return { accident: null, guilty: [], cutOff: [] }
  const guilty = unique(
    casualties.flatMap((one) => guiltyOf(one, system)),
    ({ id, hash }) => `${id} ${hash}`,
  )
  const all = casualties.flatMap(({ marker, at }) => [
    ...marker.cutOff,
    ...marker.sessions.map((session) => ({ ...session, endedAt: at })),
  ])
  const cutOff = unique(all, ({ id }) => id).slice(-MOST_CUT_OFF)
  return {
    accident: {
      what: casualties.some(({ what }) => what === 'app') ? 'app' : 'engine',
      at: last.at,
      handlers: unique(guilty, ({ id }) => id).map(({ id }) => id),
      sessions: cutOff.map(({ id }) => id),
      report: reports.at(-1) ?? null,
    },
    guilty,
    cutOff,
  }
}
