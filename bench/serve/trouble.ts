/** What becomes of calls when something stands still, or a neighbour misbehaves. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Echo } from './beeps'
import type { Fleet } from './fleet'
import { STALL_MESSAGE, STALL_MS, servedHandlers } from './serve-handlers'
import { type Spread, spreadOf } from './spread'
import { type MeasuredServer, measureStep, type StepResult } from './step'

/** Latency of an echo around a stall, ms. */
export interface StallResult {
  readonly what: 'server' | 'handler'
  readonly before: number
  /** The worst of what was sent in the stall or right after it. */
  readonly worst: number
  /** Median from a second after the stall on. */
  readonly after: number
  /** From the end of the stall until the latency is as before for good; null when it never was. */
  readonly recoveredAfter: number | null
}

/** Above what it was before; jitter of one machine with many programs, ms. */
const NORMAL_WITHIN = 15
const BEFORE = 2500
const AFTER = 5000

const latencies = (echoes: readonly Echo[]): Spread => spreadOf(echoes.map(({ latency }) => latency))

/** `stalledAt` on the clock of the echoes. */
export function judgeStall(
  what: StallResult['what'],
  echoes: readonly Echo[],
  stalledAt: number,
): StallResult {
  const ended = stalledAt + STALL_MS
  const before = latencies(echoes.filter(({ at, latency }) => at + latency < stalledAt)).p50
  const since = echoes.filter(({ at, latency }) => at + latency >= stalledAt)
  const late = since.findLast(({ latency }) => latency > before + NORMAL_WITHIN)
  const isForGood = late === undefined || late !== since.at(-1)
  return {
    what,
    before,
    worst: latencies(since).max,
    after: latencies(since.filter(({ at }) => at > ended + 1000)).p50,
    recoveredAfter: isForGood ? Math.max(0, (late?.at ?? ended) - ended) : null,
  }
}

export interface TroubleMeans {
  readonly server: MeasuredServer & { readonly pid: number }
  readonly fleet: Fleet
  /** Whose calls are looked at for nothing but the trouble that they make. */
  readonly troublemakers: Fleet
  readonly seconds: number
  readonly restMb: number
}

export async function measureStall(means: TroubleMeans, what: StallResult['what']): Promise<StallResult> {
  const { server, fleet } = means
  const handler = what === 'handler' ? servedHandlers.stalling : servedHandlers.audio
  try {
    await fleet.open({ url: `${server.url}/${handler}`, sessions: 1, withVideo: false })
    await sleep(1000)
    await fleet.watch()
    await sleep(BEFORE)
    const stalledAt = await fleet.now()
    if (what === 'handler') await fleet.say(STALL_MESSAGE)
    else {
      process.kill(server.pid, 'SIGSTOP')
      await sleep(STALL_MS)
      process.kill(server.pid, 'SIGCONT')
    }
    await sleep(AFTER)
    const [notes] = await fleet.finish()
    return judgeStall(what, notes?.echoes ?? [], stalledAt)
  } finally {
    await fleet.finish()
    await server.empty()
  }
}

/** How well `sessions` calls fare beside one of a handler that is slow, or hangs. */
export async function measureBeside(
  means: TroubleMeans,
  handler: 'slow' | 'hung',
  sessions: number,
): Promise<StepResult> {
  const { server, fleet, troublemakers, seconds, restMb } = means
  const url = `${server.url}/${servedHandlers.audio}`
  return await measureStep({
    server,
    fleet,
    url,
    sessions,
    withVideo: false,
    seconds,
    restMb,
    async meanwhile() {
      try {
        const bad = `${server.url}/${servedHandlers[handler]}`
        await troublemakers.open({ url: bad, sessions: 1, withVideo: false })
        await sleep((seconds * 1000) / 2)
      } finally {
        await troublemakers.finish()
      }
    },
  })
}
