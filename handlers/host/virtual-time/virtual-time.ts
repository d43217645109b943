import { type HostCommand, type HostReport, syncWord, type VirtualTimeStart } from '../../../contract/host'
import { installGlobals } from './install-globals'
import { type Pending, PendingWork } from './pending-work'
import { VirtualClock } from './virtual-clock'

type Post = (report: HostReport, transfer?: readonly ArrayBuffer[]) => void

export interface VirtualTimeOptions extends VirtualTimeStart {
  /** See `HostWorkerData.sync`. */
  readonly sync: SharedArrayBuffer
  readonly post: Post
}

/** Rounds of immediates at one instant; after them they take time, so that code which waits in them gets to its end. */
const FREE_TURNS = 1000
/** What so many more take, ms. */
const TURNS_MS = 1
/** Work that takes longer than this in real time, ms, is not waited for at a standstill: what limits it by a timer must get there. */
const PATIENCE = 5000
/** How often the real world is looked at while something there goes on, ms. */
const LOOK_EVERY = 2

/** Kept from before the clock is virtual. */
const real = { setTimeout, setImmediate, now: performance.now.bind(performance) }

/**
 * The time of a thread that goes as far as it is told to, and there as fast as it can: every `advance` runs what is due in its
 * order, each time until nothing more happens by itself. Work outside of JavaScript that comes to an end, such as reading a file,
 * takes no time on this clock; while a connection, a process or a thread is open, the clock goes no faster than the real one.
 */
export class VirtualTime {
  readonly #clock = new VirtualClock()
  readonly #words: Int32Array
  readonly #options: VirtualTimeOptions
  #pending: PendingWork | null = null
  #told = 0
  #advancing: Promise<void> = Promise.resolve()

  constructor(options: VirtualTimeOptions) {
    this.#options = options
    this.#words = new Int32Array(options.sync)
  }

  /** To be called when the host is there, and before any of the author's code is. */
  install(): void {
    const { epoch, seed, sync } = this.#options
    installGlobals({ clock: this.#clock, epoch, seed, sync })
    this.#pending = new PendingWork()
  }

  /** Posts a report with its time; what it is about is taken at once, so that the engine's pace changes nothing. */
  readonly post: Post = (report, transfer) => {
    const at = this.#clock.now
    if (at !== this.#told) this.#options.post({ type: 'time', at })
    this.#told = at
    this.#options.post(report, transfer)
    if (report.type === 'audio') Atomics.add(this.#words, syncWord.emittedTaken, 1)
    if (report.type === 'message' && report.ack !== null)
      Atomics.store(this.#words, syncWord.acknowledged, report.ack)
  }

  /** Whether the command is about the time, and taken. */
  handle(command: HostCommand): boolean {
    if (command.type !== 'advance') return false
    this.#advancing = this.#advancing.then(() => this.#advance(command.to))
    return true
  }

  async #advance(to: number): Promise<void> {
    while (true) {
      const pending = await this.#settle()
      if (pending === 'open' && this.#clock.now < to) {
        await this.#keepPace(to)
        continue
      }
      if (pending === 'turning') this.#clock.moveTo(this.#clock.now + TURNS_MS)
      const next = this.#clock.takeNext(Math.max(to, this.#clock.now))
      if (next) next.fire()
      else if (pending !== 'turning' || this.#clock.now >= to) break
    }
    this.#clock.moveTo(to)
    this.#options.post({ type: 'advanced', at: this.#clock.now })
  }

  /** Lets real time pass, and as much on the clock; up to the next timer. */
  async #keepPace(to: number): Promise<void> {
    const until = Math.min(to, this.#clock.nextAt ?? to)
    const left = until - this.#clock.now
    if (left <= 0) return this.#clock.takeNext(until)?.fire()
    const began = real.now()
    await new Promise((resolve) => real.setTimeout(resolve, Math.min(left, LOOK_EVERY)))
    this.#clock.moveTo(Math.min(until, this.#clock.now + real.now() - began))
  }

  /** Resolves when nothing more happens at this instant, at the beginning of a turn of the event loop. */
  #settle(): Promise<Pending> {
    const began = real.now()
    let turns = 0
    return new Promise((resolve) => {
      const look = (): void => {
        const pending = this.#pending?.look() ?? 'nothing'
        if (pending === 'turning' && turns < FREE_TURNS) {
          turns += 1
          real.setImmediate(look)
        } else if (pending === 'working' && real.now() - began < PATIENCE) real.setTimeout(look, 0)
        else resolve(pending === 'working' ? 'open' : pending)
      }
      real.setImmediate(look)
    })
  }
}
