import { createHook } from 'node:async_hooks'

/** What Node makes for a timer. Source: lib/internal/timers.js; these members have been the same since Node 11. */
interface TimerResource {
  readonly _destroyed: boolean
  /** ms. */
  readonly _idleTimeout: number
  /** ms; null for one that fires once. */
  readonly _repeat: number | null
  readonly _onTimeout: unknown
  readonly _onImmediate: unknown
}

interface Resource extends Partial<TimerResource> {
  hasRef?(): boolean
}

/** Something that an author's code started, and may have left running. */
export interface Started {
  /** Node's name of its kind: `Timeout`, `TCPWRAP`, ... */
  readonly type: string
  /** ms between the calls of an interval, or until a timer fires; null for what is no timer. */
  readonly delay: number | null
  readonly repeats: boolean
  /** ms, on the clock of the watch. */
  readonly at: number
  /** Its stack is where it was started; made out when it is read, which is costly. Null for short timers of earlier. */
  readonly trace: Trace | null
}

interface Trace {
  readonly stack?: string
}

interface Entry extends Started {
  readonly resource: WeakRef<object>
}

/** What keeps a thread busy, or a port open. */
const kinds = new Set([
  'Timeout',
  'Immediate',
  'TCPWRAP',
  'TCPSERVERWRAP',
  'PIPEWRAP',
  'PIPESERVERWRAP',
  'UDPWRAP',
  'PROCESSWRAP',
  'FSEVENTWRAP',
  'STATWATCHER',
  'WORKER',
])
/** Timers shorter than this, ms, are not worth a trace: if they are started again after shutdown, they get one then. */
const SHORT_TIMER = 1000
const TRACE_LINES = 14
/** Places of timers that are remembered, and characters of their callbacks by which they are told apart. */
const MOST_PLACES = 64
const KEY_LENGTH = 200
/** What ended is forgotten when so many were started. */
const SWEEP_EVERY = 256

export interface ResourceWatchOptions {
  readonly now: () => number
  /** Whether the code that runs now is the author's, or what that called, but for the kit. */
  readonly isAuthors: () => boolean
}

/** Keeps account of the timers, connections and the like that the author's code starts. */
export class ResourceWatch {
  readonly #options: ResourceWatchOptions
  readonly #hook: ReturnType<typeof createHook>
  #entries: Entry[] = []
  /** A trace takes long: timers with the same callback and delay are made at the same place. */
  readonly #traces = new Map<string, Trace>()
  #sweepAt = SWEEP_EVERY
  #isClosing = false

  constructor(options: ResourceWatchOptions) {
    this.#options = options
    const init = (_id: number, type: string, _trigger: number, resource: object): void => {
      if (kinds.has(type)) this.#started(type, resource, init)
    }
    this.#hook = createHook({ init })
    this.#hook.enable()
  }

  /** From now on every timer counts, also the shortest: nothing should be started any more. */
  expectNothing(): void {
    this.#isClosing = true
  }

  /** What was started and is running still, without what lets the thread end (unref'd timers, idle connections). */
  running(): readonly Started[] {
    this.#sweep()
    return this.#entries.filter(({ resource }) => isRunning(resource.deref()))
  }

  close(): void {
    this.#hook.disable()
    this.#entries = []
  }

  #started(type: string, resource: object, caller: (...values: never[]) => void): void {
    const { _idleTimeout: delay = null, _repeat: repeat = null } = resource as Resource
    const repeats = repeat !== null
    const isShort = type === 'Immediate' || (type === 'Timeout' && !repeats && (delay ?? 0) < SHORT_TIMER)
    if (!this.#options.isAuthors()) return
    const trace = isShort && !this.#isClosing ? null : this.#traceOf(resource, delay, caller)
    const at = this.#options.now()
    this.#entries.push({ type, delay, repeats, at, trace, resource: new WeakRef(resource) })
    if (this.#entries.length >= this.#sweepAt) this.#sweep()
  }

  #traceOf(resource: Resource, delay: number | null, caller: (...values: never[]) => void): Trace {
    const callback = resource._onTimeout ?? resource._onImmediate
    const text = typeof callback === 'function' ? Function.prototype.toString.call(callback) : ''
    // The function that resolves a promise says nothing of its place.
    if (text === '' || text.includes('[native code]')) return traceTo(caller)
    const key = `${delay} ${text.slice(0, KEY_LENGTH)}`
    const known = this.#traces.get(key)
    if (known) return known
    if (this.#traces.size >= MOST_PLACES) this.#traces.clear()
    const trace = traceTo(caller)
    this.#traces.set(key, trace)
    return trace
  }

  #sweep(): void {
    this.#entries = this.#entries.filter(({ resource }) => isThere(resource.deref()))
    this.#sweepAt = this.#entries.length + SWEEP_EVERY
  }
}

function isThere(resource: Resource | undefined): boolean {
  return resource !== undefined && resource._destroyed !== true
}

function isRunning(resource: Resource | undefined): boolean {
  return isThere(resource) && resource?.hasRef?.() === true
}

/** The stack outside of `caller`. */
function traceTo(caller: (...values: never[]) => void): Trace {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = TRACE_LINES
  const trace = {}
  Error.captureStackTrace(trace, caller)
  Error.stackTraceLimit = limit
  return trace
}
