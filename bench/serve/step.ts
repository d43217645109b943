import { setTimeout as sleep } from 'node:timers/promises'
import type { Fleet } from './fleet'
import type { CallNotes } from './judge-call'
import { type Spread, spreadOf } from './spread'
import type { ThreadTimes } from './thread-times'

/** The processes that are measured: the engine's server, or the baseline. */
export interface MeasuredServer {
  readonly url: string
  usage(): Promise<{
    readonly times: ThreadTimes
    readonly threads: number
    readonly rssMb: number
    readonly sessions: number
    readonly sessionThreads: number
  }>
  /** Resolves when every call has ended. */
  empty(): Promise<void>
}

/** So many calls at once, for a while. Times in ms. */
export interface StepResult {
  readonly sessions: number
  readonly gaps: Spread
  /** Of the gaps: 0..1. */
  readonly longGapShare: number
  readonly lost: number
  readonly latency: Spread
  /** Median. */
  readonly gain: number
  /** All null without video. */
  readonly pictures: { readonly gaps: Spread; readonly latency: Spread; readonly perS: number } | null
  /** s of processor time for each second of one call: of the thread that runs the engine, and of all others. */
  readonly cpu: { readonly engine: number; readonly others: number }
  /** The same of the clients. */
  readonly clientCpu: number
  readonly rssMbPerSession: number
  /** That ran at its end, beside the one that runs the engine. */
  readonly sessionThreads: number
  readonly firstAudio: Spread
  /** By which the clients themselves were late at worst. */
  readonly clientLateness: number
  readonly isClean: boolean
}

/** What a receiver of 20 ms packets hardly hides, ms. */
const LONG_GAP = 40
/** Above it a step is not clean: a browser's jitter buffer hides less, ms. */
const CLEAN_GAP = 60
/** The same for pictures of 30 a second: three in a row are missing. */
const CLEAN_PICTURE_GAP = 134
/** What a call takes to come to rest, ms. */
const SETTLING = 2000

export interface StepOptions {
  readonly server: MeasuredServer
  readonly fleet: Fleet
  /** Of the handler. */
  readonly url: string
  readonly sessions: number
  readonly withVideo: boolean
  readonly seconds: number
  /** Memory of the server without a call. */
  readonly restMb: number
  /** Runs while it is measured. */
  readonly meanwhile?: () => Promise<void>
}

function picturesOf(notes: readonly CallNotes[], seconds: number): StepResult['pictures'] {
  const gaps = notes.flatMap((one) => one.pictureGaps)
  if (gaps.length === 0) return null
  const latency = spreadOf(notes.flatMap((one) => one.pictureLatencies))
  return { gaps: spreadOf(gaps), latency, perS: gaps.length / notes.length / seconds }
}

type Measured = Pick<StepResult, 'cpu' | 'clientCpu' | 'rssMbPerSession' | 'sessionThreads'>

function judgeStep(notes: readonly CallNotes[], seconds: number, measured: Measured): StepResult {
  const gaps = notes.flatMap((one) => one.audioGaps)
  const lost = notes.reduce((sum, one) => sum + one.audioLost + one.videoLost, 0)
  const echoes = notes.flatMap((one) => one.echoes)
  const pictures = picturesOf(notes, seconds)
  const spread = spreadOf(gaps)
  const hasAll = notes.every((one) => one.audioGaps.length > 0)
  return {
    sessions: notes.length,
    gaps: spread,
    longGapShare: gaps.filter((gap) => gap > LONG_GAP).length / Math.max(1, gaps.length),
    lost,
    latency: spreadOf(echoes.map(({ latency }) => latency)),
    gain: spreadOf(echoes.map(({ gain }) => gain)).p50,
    pictures,
    firstAudio: spreadOf(notes.flatMap(({ firstAudio }) => firstAudio ?? [])),
    clientLateness: Math.max(0, ...notes.map(({ lateness }) => lateness)),
    isClean:
      hasAll && lost === 0 && spread.max <= CLEAN_GAP && (pictures?.gaps.max ?? 0) <= CLEAN_PICTURE_GAP,
    ...measured,
  }
}

/** Opens so many calls, measures, and ends them. */
export async function measureStep(options: StepOptions): Promise<StepResult> {
  const { server, fleet, sessions, seconds } = options
  try {
    await fleet.open(options)
    await sleep(SETTLING)
    await fleet.watch()
    const [before, costBefore, begun] = [await server.usage(), await fleet.cost(), performance.now()]
    await Promise.all([sleep(seconds * 1000), options.meanwhile?.()])
    const [after, costAfter] = [await server.usage(), await fleet.cost()]
    const callMs = (performance.now() - begun) * sessions
    const share = (thread: keyof ThreadTimes) => (after.times[thread] - before.times[thread]) / callMs
    return judgeStep(await fleet.finish(), seconds, {
      cpu: { engine: share('main'), others: share('others') },
      clientCpu: (costAfter - costBefore) / callMs,
      rssMbPerSession: (after.rssMb - options.restMb) / sessions,
      sessionThreads: after.sessionThreads,
    })
  } finally {
    // After a failure some of the calls still run.
    await fleet.finish()
    await server.empty()
  }
}
