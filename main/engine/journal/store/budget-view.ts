import type { MethodBudget, SessionBudget } from '../../../../contract/budget'
import { createRowWalk } from './row-walk'
import type { Segment } from './segment'
import type { SegmentIndex } from './segment-index'
import { createSpread } from './spread'

/** Versions of the handler that are told apart, the newest ones. */
const MOST_VERSIONS = 10

/** From here on the time for a call follows from what it took, to a hundredth. */
const TELLING_SHARE = 0.1

interface Call {
  readonly method: string
  readonly ms: number
  readonly waitMs: number | null
  readonly share: number | null
  readonly failed: boolean
  readonly atUs: number
}

/** Adds up the calls of one method. */
function createMethodSum(method: string, version: number | null) {
  const ms = createSpread()
  const waitMs = createSpread()
  let budgetMs: number | null = null
  let [misses, failed, longest, longestAtUs] = [0, 0, -1, 0]
  return {
    add(call: Call): void {
      ms.add(call.ms)
      if (call.waitMs !== null) waitMs.add(call.waitMs)
      // Shares are rounded: of a call that took next to nothing it cannot be told how much time there was.
      if (call.share !== null && call.share >= TELLING_SHARE) budgetMs = call.ms / call.share
      if ((call.share ?? 0) > 1) misses += 1
      if (call.failed) failed += 1
      if (call.ms <= longest) return
      longest = call.ms
      longestAtUs = call.atUs
    },
    read(): MethodBudget | null {
      const spread = ms.read()
      return (
        spread && {
          ...{ method, version, ms: spread, waitMs: waitMs.read() },
          ...{ budgetMs, misses, failed, longestAtUs },
        }
      )
    },
  }
}

type MethodSum = ReturnType<typeof createMethodSum>

/** The sums of each method, of all versions and of the newest ones. */
function createMethodSums() {
  const whole = new Map<string, MethodSum>()
  const versions = new Map<number, Map<string, MethodSum>>()

  function of(sums: Map<string, MethodSum>, method: string, version: number | null): MethodSum {
    const sum = sums.get(method) ?? createMethodSum(method, version)
    sums.set(method, sum)
    return sum
  }

  function ofVersion(version: number): Map<string, MethodSum> {
    const known = versions.get(version)
    if (known) return known
    const made = new Map<string, MethodSum>()
    versions.set(version, made)
    if (versions.size > MOST_VERSIONS) versions.delete(Math.min(...versions.keys()))
    return made
  }

  return {
    add(call: Call, version: number | null): void {
      of(whole, call.method, null).add(call)
      if (version !== null) of(ofVersion(version), call.method, version).add(call)
    },
    read(): readonly MethodBudget[] {
      const newestFirst = [...versions.entries()].sort(([a], [b]) => b - a)
      return [...whole.keys()]
        .sort()
        .flatMap((method) =>
          [whole.get(method), ...newestFirst.map(([, sums]) => sums.get(method))]
            .map((sum) => sum?.read() ?? null)
            .filter((budget) => budget !== null),
        )
    },
  }
}

/** What a row of figures says of the handler and the engine. */
interface StatFigures {
  readonly delayMs: number | null
  readonly lateMs: number | null
  readonly busyShare: number | null
  readonly engineShare: number | null
  readonly heap: number | null
  readonly external: number | null
}

type Busy = SessionBudget['busy']

const busier = (before: Busy, now: number | null): Busy =>
  now === null ? before : { now, most: Math.max(now, before?.most ?? 0) }

/** Adds up what there is of calls and of the time that they had. */
export function createBudgetSums() {
  const methods = createMethodSums()
  const engineDelay = createSpread()
  const handlerDelay = createSpread()
  let [busy, engineBusy]: [Busy, Busy] = [null, null]
  let [heapBytes, externalBytes]: (number | null)[] = [null, null]
  function addStat({ delayMs, lateMs, busyShare, engineShare, heap, external }: StatFigures): void {
    if (delayMs !== null) engineDelay.add(delayMs)
    if (lateMs !== null) handlerDelay.add(lateMs)
    busy = busier(busy, busyShare)
    engineBusy = busier(engineBusy, engineShare)
    heapBytes = heap ?? heapBytes
    externalBytes = external ?? externalBytes
  }
  return {
    /** What is to be done with each row of a segment; rows of other kinds are left alone. */
    visitor(index: SegmentIndex): (at: number) => void {
      const readers = createReaders(index)
      return (at) => {
        const kind = index.kindOf(at)
        if (kind === 'call') methods.add(readers.call(at), readers.version(at))
        else if (kind === 'stat') addStat(readers.stat(at))
      }
    },
    read: (): Omit<SessionBudget, 'complete'> => ({
      methods: methods.read(),
      engineDelayMs: engineDelay.read(),
      handlerDelayMs: handlerDelay.read(),
      ...{ busy, engineBusy },
      heapBytes: heapBytes ?? null,
      externalBytes: externalBytes ?? null,
    }),
  }
}

/** Reads what the sums need out of the rows of one segment. */
function createReaders(index: SegmentIndex) {
  const numbers = (name: string) => {
    const read = index.reader(name)
    return (at: number): number | null => read(at) as number | null
  }
  const [ms, waitMs, share, atUs] = [numbers('ms'), numbers('waitMs'), numbers('share'), numbers('atUs')]
  const [delay, late] = [numbers('engineDelayMs'), numbers('handlerDelayMs')]
  const [busy, engine] = [numbers('cpuShare'), numbers('engineShare')]
  const [heap, external] = [numbers('heapBytes'), numbers('externalBytes')]
  const [method, outcome] = [index.reader('method'), index.reader('outcome')]
  return {
    call: (at: number): Call => ({
      method: String(method(at)),
      ms: ms(at) ?? 0,
      waitMs: waitMs(at),
      share: share(at),
      failed: outcome(at) === 'error',
      atUs: atUs(at) ?? 0,
    }),
    version: numbers('version'),
    stat: (at: number): StatFigures => ({
      ...{ delayMs: delay(at), lateMs: late(at) },
      ...{ busyShare: busy(at), engineShare: engine(at) },
      ...{ heap: heap(at), external: external(at) },
    }),
  }
}

/** The calls of one session against the time that there was for them: since it began, also when the oldest rows are no longer kept. */
export function createBudgetView(segments: () => readonly Segment[]) {
  let sums = createBudgetSums()
  const walk = createRowWalk(segments, (index) => sums.visitor(index))
  return {
    read(hasTime: () => boolean): SessionBudget {
      const complete = walk.goOn(hasTime)
      return { ...sums.read(), complete }
    },
    /** A person cleared the journal: what comes from row `n` on is counted from nothing. */
    clear(n: number): void {
      sums = createBudgetSums()
      walk.skipTo(n)
    },
  }
}
