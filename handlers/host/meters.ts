import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import { type HandlerMethod, type HostCounters, MOST_TIMED_CALLS } from '../../contract/host'

type Total = 'audioIn' | 'audioOut' | 'videoIn' | 'videoOut' | 'audioDropped' | 'videoDropped'
type Calls = { [method in HandlerMethod]?: { count: number; maxMs: number; ms: number[] } }

/** Memory that must come or go before it alone is worth a report, bytes. */
const HEAP_STEP_BYTES = 1_048_576

/** Between two looks at the event loop, ms: as long as there is for a block of sound. */
const LOOP_LOOK_MS = 20
const NS_PER_MS = 1e6

type Waiting = Pick<HostCounters, 'audioWaiting' | 'audioWaitingMs' | 'videoWaiting' | 'videoWaitingMs'>

/** The numbers of one instance. */
export class Meters {
  readonly #totals: { [total in Total]: number } = {
    audioIn: 0,
    audioOut: 0,
    videoIn: 0,
    videoOut: 0,
    audioDropped: 0,
    videoDropped: 0,
  }
  #calls: Calls = {}
  #changed = true
  #heldBytes = 0
  #waited = 0
  #utilization: EventLoopUtilization | null = null
  readonly #loopDelay = monitorEventLoopDelay({ resolution: LOOP_LOOK_MS })

  #isProfiled = false
  /** Since the report before. */
  #isDistorted = false

  constructor() {
    this.#loopDelay.enable()
  }

  /** While a profile is taken, its signals wake the loop: how busy that is cannot be told. */
  profiling(isOn: boolean): void {
    this.#isProfiled = isOn
    this.#isDistorted ||= isOn
  }

  /** Nothing is measured any more. */
  close(): void {
    this.#loopDelay.disable()
  }

  add(total: Total): void {
    this.#totals[total]++
    this.#changed = true
  }

  /** @param ms from the call until it returned, or until its promise settled. */
  called(method: HandlerMethod, ms: number): void {
    const calls = this.#calls[method] ?? { count: 0, maxMs: 0, ms: [] }
    calls.count += 1
    calls.maxMs = Math.max(calls.maxMs, ms)
    if (calls.ms.length < MOST_TIMED_CALLS) calls.ms.push(ms)
    this.#calls[method] = calls
    this.#changed = true
  }

  /** What is to be reported now, or null when nothing changed since the last time. */
  take(waiting: Waiting): HostCounters | null {
    const { used_heap_size: heapBytes, external_memory: externalBytes } = getHeapStatistics()
    const held = heapBytes + externalBytes
    const waits = waiting.audioWaiting + waiting.videoWaiting
    // The last of them that is gone is worth a report, too.
    const isStill = waits === 0 && this.#waited === 0
    this.#waited = waits
    if (!this.#changed && isStill && Math.abs(held - this.#heldBytes) < HEAP_STEP_BYTES) return null
    const busyShare = this.#takeBusyShare()
    const loop = { busyShare, loopDelayMs: this.#takeLoopDelay() }
    const counters = { ...this.#totals, ...waiting, calls: this.#calls, ...loop, heapBytes, externalBytes }
    this.#calls = {}
    this.#changed = false
    this.#heldBytes = held
    return counters
  }

  #takeLoopDelay(): number {
    const late = Math.max(0, this.#loopDelay.max / NS_PER_MS - LOOP_LOOK_MS)
    this.#loopDelay.reset()
    return late
  }

  #takeBusyShare(): number | null {
    const now = performance.eventLoopUtilization()
    const share = this.#utilization && performance.eventLoopUtilization(now, this.#utilization).utilization
    this.#utilization = now
    const isTrue = !this.#isDistorted
    this.#isDistorted = this.#isProfiled
    return isTrue ? share : null
  }
}
