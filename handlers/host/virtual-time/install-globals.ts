import timers from 'node:timers'
import timerPromises from 'node:timers/promises'
import { promisify } from 'node:util'
import { createSeededRandom } from './seeded-random'
import { createTimerPromises } from './timer-promises'
import type { VirtualClock } from './virtual-clock'
import { createVirtualDate } from './virtual-date'
import { createVirtualTimers } from './virtual-timers'

export interface GlobalsOptions {
  readonly clock: VirtualClock
  /** ms since the epoch at 0 of the clock. */
  readonly epoch: number
  readonly seed: number
  /** Memory on which waits are real: it is how the engine wakes this thread. */
  readonly sync: SharedArrayBuffer
}

const NANOSECONDS = 1_000_000

/**
 * Puts everything in this thread by which code tells or waits for the time on a virtual clock, and `Math.random` on a seed.
 * `syncBuiltinESMExports` is to be called after it.
 */
export function installGlobals({ clock, epoch, seed, sync }: GlobalsOptions): void {
  const virtual = createVirtualTimers(clock)
  const promises = createTimerPromises(virtual)
  Object.assign(virtual.setTimeout, { [promisify.custom]: promises.setTimeout })
  const functions = {
    setTimeout: virtual.setTimeout,
    setInterval: virtual.setInterval,
    clearTimeout: virtual.clear,
    clearInterval: virtual.clear,
  }
  Object.assign(globalThis, functions, { Date: createVirtualDate(() => Math.floor(epoch + clock.read())) })
  Object.assign(timers, functions)
  Object.assign(timerPromises, { setTimeout: promises.setTimeout, setInterval: promises.setInterval })
  Object.assign(timerPromises.scheduler, { wait: promises.wait })
  Math.random = createSeededRandom(seed)
  installPerformance(clock, epoch)
  installProcessTimes(clock)
  installAbortTimeout(virtual.setTimeout)
  installSleep(clock, sync)
}

function installPerformance(clock: VirtualClock, epoch: number): void {
  const own = (value: unknown) => ({ value, writable: true, configurable: true })
  Object.defineProperties(performance, { now: own(() => clock.read()), timeOrigin: own(epoch) })
}

function installProcessTimes(clock: VirtualClock): void {
  const nanoseconds = (): bigint => BigInt(Math.round(clock.read() * NANOSECONDS))
  const hrtime = (since: readonly [number, number] = [0, 0]): [number, number] => {
    const passed = nanoseconds() - BigInt(since[0]) * 1_000_000_000n - BigInt(since[1])
    return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)]
  }
  process.hrtime = Object.assign(hrtime, { bigint: nanoseconds }) as NodeJS.HRTime
  process.uptime = () => clock.read() / 1000
}

function installAbortTimeout(setTimeout: (work: unknown, ms: unknown) => unknown): void {
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController()
    const late = new DOMException('The operation was aborted due to timeout', 'TimeoutError')
    setTimeout(() => controller.abort(late), ms)
    return controller.signal
  }
}

/** A wait that nobody ends is how synchronous code sleeps: the clock moves, the thread does not wait. */
function installSleep(clock: VirtualClock, sync: SharedArrayBuffer): void {
  const wait = Atomics.wait as (...values: readonly unknown[]) => 'ok' | 'not-equal' | 'timed-out'
  const sleep = (words: Int32Array, index: number, value: number, ms?: number) => {
    const isOurs = words.buffer === sync
    if (isOurs || ms === undefined || !Number.isFinite(ms)) return wait(words, index, value, ms)
    const outcome = wait(words, index, value, 0)
    if (outcome === 'timed-out') clock.moveTo(clock.now + Math.max(0, ms))
    return outcome
  }
  Object.assign(Atomics, { wait: sleep })
}
