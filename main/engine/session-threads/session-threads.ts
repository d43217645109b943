import { availableParallelism } from 'node:os'
import { messageOf, SoundcheckError } from '../../../contract/errors'
import type { HostLimits } from '../../../contract/limits'
import type { Quantiles, SessionThreadLoad } from '../../../contract/metrics'
import type { ProcessReason } from '../../../contract/state'
import type { Clock } from '../clock'
import type { QuarantinedVersion } from '../hosts/quarantine'
import type { OtherThreads } from '../sessions/sessions'
import { createLoadMeter, type Loaded, type LoadMeter } from './load-meter'
import { choosePlace } from './placement'
import { createSessionThread, type SessionThread, type SessionThreadMeans } from './session-thread'
import { zeroOf } from './shared-clock'

export interface SessionThreadsOptions extends SessionThreadMeans {
  readonly clock: Clock
  readonly hostScript: string
  readonly limits: HostLimits
  readonly log: (line: string) => void
  /** Threads at once; one less than the processors, 1 to 4, if left out. */
  readonly most?: number
  /** How long a thread without sessions is kept, ms. */
  readonly idleLimit?: number
  /** How busy threads are; measured if left out. */
  readonly meterOf?: (thread: Loaded) => LoadMeter
}

/** The threads that do the work of sessions when the engine's own is busy: a stall of one is felt by its sessions alone. */
export interface SessionThreads extends OtherThreads {
  setLimits(limits: HostLimits): void
  noteQuarantined(version: QuarantinedVersion, reason: ProcessReason): void
  loads(): readonly SessionThreadLoad[]
  /** How late their timers fire; of one that does not answer, that it is later than it may be. Their times of the paths are noted. */
  measure(): Promise<readonly Quantiles[]>
  /** Ends the threads; bounded. Their sessions were closed before. Idempotent. */
  close(): Promise<void>
}

const SAMPLE_INTERVAL = 1000
/** What a session is taken to need until it is seen in what was measured. */
const ASSUMED_LOAD = 0.05
/** A call has begun and shows in the load, ms. */
const SETTLING = 2000
const IDLE_LIMIT = 60_000
const MEASURE_LIMIT = 1000
const mostByProcessors = (): number => Math.max(1, Math.min(4, availableParallelism() - 1))

/** How busy one thread is, with those sessions that cannot be seen in it yet. */
function createLoad(meter: LoadMeter, clock: Clock) {
  let placed: readonly number[] = []
  return {
    sample: (): void => void meter.load(),
    read(): number {
      placed = placed.filter((at) => clock.now() - at < SETTLING)
      return meter.load() + ASSUMED_LOAD * placed.length
    },
    notePlaced(): void {
      placed = [...placed, clock.now()]
    },
  }
}

interface Member {
  readonly thread: SessionThread
  readonly load: ReturnType<typeof createLoad>
  /** Runs while it has no session. */
  idle: NodeJS.Timeout | undefined
}

export function createSessionThreads(options: SessionThreadsOptions): SessionThreads {
  const { clock, log, most = mostByProcessors(), idleLimit = IDLE_LIMIT } = options
  const meterOf = options.meterOf ?? ((thread: Loaded) => createLoadMeter(thread, clock))
  const engine = createLoad(meterOf('engine'), clock)
  const clockZero = zeroOf(clock)
  let members: readonly Member[] = []
  /** Of threads that had nothing to do. */
  const leaving = new Set<Promise<void>>()
  let limits = options.limits
  let isUsable = true
  const sampling = setInterval(() => {
    for (const { sample } of [engine, ...members.map(({ load }) => load)]) sample()
  }, SAMPLE_INTERVAL)
  sampling.unref()

  function start(): Member {
    const thread = createSessionThread({
      ...options,
      start: { clockZero, hostScript: options.hostScript, limits },
      on: {
        idle: () => waitIdle(member),
        ended(how, error) {
          remove(member)
          if (how !== 'asked') log(`a thread with sessions ended: ${error.message}`)
          // A program that does not even start takes no further session with it.
          if (how === 'unstarted') isUsable = false
        },
      },
    })
    const member: Member = {
      thread,
      load: createLoad(meterOf(thread.worker), clock),
      idle: undefined,
    }
    members = [...members, member]
    return member
  }

  function remove(member: Member): void {
    clearTimeout(member.idle)
    members = members.filter((one) => one !== member)
  }

  function waitIdle(member: Member): void {
    clearTimeout(member.idle)
    if (isUsable) member.idle = setTimeout(() => void letGo(member), idleLimit)
  }

  async function letGo(member: Member): Promise<void> {
    remove(member)
    const end = member.thread.stop()
    leaving.add(end)
    await end
    leaving.delete(end)
  }

  function choose(): Member | null {
    const threads = members.map(({ load }) => load.read())
    const place = choosePlace({ engine: engine.read(), threads }, most)
    if (place === 'engine') return null
    return (place === 'new' ? undefined : members[place]) ?? start()
  }

  return {
    place(session) {
      if (!isUsable) return null
      const member = choose()
      const { notePlaced } = member?.load ?? engine
      notePlaced()
      if (!member) return null
      clearTimeout(member.idle)
      return member.thread.add(session)
    },
    setLimits(next) {
      limits = next
      for (const { thread } of members) thread.setLimits(next)
    },
    noteQuarantined(version, reason) {
      for (const { thread } of members) thread.noteQuarantined(version, reason)
    },
    loads: () => members.map(({ thread, load }) => ({ sessions: thread.sessions(), load: load.read() })),
    measure: () =>
      Promise.all(
        members.map(({ thread }) =>
          thread.measure(MEASURE_LIMIT).catch((thrown) => {
            const isLate = thrown instanceof SoundcheckError && thrown.code === 'timeout'
            if (!isLate) log(`a thread with sessions was not measured: ${messageOf(thrown)}`)
            return isLate ? allOf(MEASURE_LIMIT) : allOf(0)
          }),
        ),
      ),
    async close() {
      isUsable = false
      clearInterval(sampling)
      await Promise.all([...leaving, ...members.map(letGo)])
    },
  }
}

const allOf = (ms: number): Quantiles => ({ count: 1, p50: ms, p95: ms, p99: ms, max: ms })
