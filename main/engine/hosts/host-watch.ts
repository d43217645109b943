import type { SourcePosition, WireError } from '../../../contract/errors'
import { type HandlerMethod, HEARTBEAT, type HostCounters, type HostReport } from '../../../contract/host'
import type { HostKind } from '../../../contract/host-link'
import type { HostLimits } from '../../../contract/limits'

/** What the watch sees of a host without asking it: it may be unable to answer. */
export interface WatchedHost {
  readonly kind: HostKind
  /** Heartbeats so far; one that has never beaten is still booting and is not watched. */
  beats(): number
  /** The author's method that the host is in, if it is in one. */
  calling(): HandlerMethod | null
  /** Memory of the whole process that the host is in, bytes. */
  processBytes(): number
  /** Where in the author's files its code is just now. */
  locate(): Promise<SourcePosition | null>
}

export interface HostWatchOptions {
  readonly host: WatchedHost
  readonly limits: HostLimits
  readonly on: {
    /** `blocked`, `blocked-at` and `unblocked`. */
    report(report: HostReport): void
    /** The host must be ended; called once. */
    lost(error: WireError, cause: 'hung' | 'memory'): void
  }
}

export interface HostWatch {
  /** What the host says of itself. */
  note(counters: HostCounters): void
  /** A call that blocks may go on for another limit from now. */
  extend(): void
  setLimits(limits: HostLimits): void
  close(): void
}

/** From the last heartbeat that was seen on. */
interface Silence {
  forMs: number
  /** `forMs` when it was last allowed to go on. */
  extendedAt: number
  readonly bytesBefore: number
  position: SourcePosition | null
  looksLeft: number
  locating: boolean
}

/** ms of silence after which the author is told, and how often again. */
const TELL_EVERY = 1000
/** Native code cannot be looked into, but a machine that is merely busy may answer the next time. */
const MOST_LOOKS = 3
/** What else a host holds, beside its JavaScript heap: buffers, frames, models. */
const ALL_PER_HEAP = 4
const MB = 1024 * 1024

/**
 * Looks after one host from outside: Electron enforces no heap limit, and a blocked thread says nothing of itself. It
 * counts its own looks rather than time, so that a machine that slept blames nobody.
 */
class Watch implements HostWatch {
  readonly #host: WatchedHost
  readonly #on: HostWatchOptions['on']
  readonly #timer: NodeJS.Timeout
  #limits: HostLimits
  #beats = 0
  #silence: Silence | null = null
  #closed = false

  constructor({ host, limits, on }: HostWatchOptions) {
    this.#host = host
    this.#limits = limits
    this.#on = on
    this.#timer = setInterval(() => this.#look(), HEARTBEAT)
    this.#timer.unref()
  }

  note({ heapBytes, externalBytes }: HostCounters): void {
    const { heapLimitMb } = this.#limits
    const buffersLimitMb = heapLimitMb * ALL_PER_HEAP
    if (heapBytes > heapLimitMb * MB) this.#endForMemory(`more than ${heapLimitMb} MB of memory`)
    else if (externalBytes > buffersLimitMb * MB)
      this.#endForMemory(`more than ${buffersLimitMb} MB of buffers`)
  }

  extend(): void {
    const silence = this.#silence
    if (!silence || this.#closed) return
    silence.extendedAt = silence.forMs
    if (silence.forMs >= TELL_EVERY) this.#tell(silence)
  }

  setLimits(limits: HostLimits): void {
    this.#limits = limits
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#timer)
  }

  #look(): void {
    const beats = this.#host.beats()
    if (beats === 0) return
    if (beats !== this.#beats) this.#heard(beats)
    else this.#missed()
    this.#checkProcess()
  }

  #heard(beats: number): void {
    this.#beats = beats
    const told = this.#silence !== null && this.#silence.forMs >= TELL_EVERY
    this.#silence = null
    if (told) this.#on.report({ type: 'unblocked' })
  }

  #missed(): void {
    this.#silence ??= {
      forMs: 0,
      extendedAt: 0,
      bytesBefore: this.#host.processBytes(),
      position: null,
      looksLeft: MOST_LOOKS,
      locating: false,
    }
    const silence = this.#silence
    silence.forMs += HEARTBEAT
    const { heapLimitMb } = this.#limits
    if (this.#host.processBytes() - silence.bytesBefore > heapLimitMb * MB)
      this.#endForMemory(`more than ${heapLimitMb} MB of memory in one call`)
    else if (silence.forMs >= this.#limitOf(silence)) this.#endForSilence(silence)
    else if (silence.forMs % TELL_EVERY === 0) this.#tell(silence)
  }

  /** A process is the host's alone, so that all of its memory is; a thread's is known only as far as it says so itself. */
  #checkProcess(): void {
    const limitMb = this.#limits.heapLimitMb * ALL_PER_HEAP
    if (this.#host.kind === 'process' && this.#host.processBytes() > limitMb * MB)
      this.#endForMemory(`more than ${limitMb} MB of memory in all`)
  }

  #limitOf(silence: Silence): number {
    return silence.extendedAt + this.#limits.hangLimitInS * 1000
  }

  #tell(silence: Silence): void {
    this.#on.report({
      type: 'blocked',
      method: this.#host.calling(),
      forMs: silence.forMs,
      limitMs: this.#limitOf(silence),
    })
    if (!silence.position && !silence.locating && silence.looksLeft > 0) void this.#locate(silence)
  }

  async #locate(silence: Silence): Promise<void> {
    silence.locating = true
    silence.looksLeft -= 1
    silence.position = await this.#host.locate()
    silence.locating = false
    const isCurrent = silence === this.#silence && !this.#closed
    if (isCurrent && silence.position) this.#on.report({ type: 'blocked-at', position: silence.position })
  }

  #endForSilence({ forMs, position }: Silence): void {
    const method = this.#host.calling()
    const subject = method === null ? 'The handler' : `${method}()`
    const message = `${subject} did not give its ${this.#host.kind} back within ${forMs / 1000} s, so it was ended.`
    const hint =
      'Look for an endless loop or long work without an await. Work that has to last belongs in a Worker of its own; the limit can be raised: "Handler limits" beside the handler.'
    this.#end({ code: 'timeout', message, hint, ...(position ? { position } : {}) }, 'hung')
  }

  #endForMemory(what: string): void {
    const position = this.#silence?.position
    const message = `The handler used ${what}, so its ${this.#host.kind} was ended.`
    const hint =
      'Look for a list, a map or a buffer that grows with every frame. The limit can be raised: "Handler limits" beside the handler.'
    this.#end({ code: 'limit', message, hint, ...(position ? { position } : {}) }, 'memory')
  }

  #end(error: WireError, cause: 'hung' | 'memory'): void {
    if (this.#closed) return
    this.close()
    this.#on.lost(error, cause)
  }
}

/** Watches one host until `close`. `host.locate` must not reject. */
export function createHostWatch(options: HostWatchOptions): HostWatch {
  return new Watch(options)
}
