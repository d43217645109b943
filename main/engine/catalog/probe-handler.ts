import { SoundcheckError, type WireError } from '../../../contract/errors'
import type { HostKind } from '../../../contract/host-link'
import { type HandlerIsolation, inThread } from '../../../contract/state'
import type { HandlerHost } from '../hosts/handler-host'
import type { LoadedHandler } from '../hosts/host-calls'
import { attemptProbe, type ProbeAttempt, type ProbedCode } from './probe-attempt'

/** What a handler file is worth. */
export type ProbeOutcome =
  | {
      readonly ok: true
      readonly loaded: LoadedHandler
      /** Where it has to run, by what its author asks for and whether it needs an add-on. */
      readonly isolation: HandlerIsolation
    }
  | {
      readonly ok: false
      readonly error: WireError
      /** It hung, ended its host or used too much memory. */
      readonly harmful: boolean
    }

export interface ProbeOptions {
  /** Others follow, so a thread that loaded this one cleanly may load the next. */
  readonly many: boolean
  /** `process` = something is known against it: no thread may load it. */
  readonly kind: HostKind
}

export interface Prober {
  /**
   * Loads the code once, in a host that no session uses, for its manifest and findings; what needs a native add-on is
   * loaded once more, in a process. Rejects with `closed` alone.
   */
  probe(source: ProbedCode, options: ProbeOptions): Promise<ProbeOutcome>
  /** Ends the hosts that wait for the next of many. */
  release(): Promise<void>
  /** Ends all hosts; probes that run reject. */
  close(): Promise<void>
}

export interface ProberOptions {
  readonly takeHost: (kind: HostKind) => HandlerHost
  readonly timeoutMs?: number
}

/** What files leave behind in a host (timers, globals) must not pile up. */
const LOADS_PER_HOST = 25
/** A process starts cold more often, and what it loads is larger. */
const PROCESS_TIME_FACTOR = 3

interface UsedThread {
  readonly host: HandlerHost
  readonly loads: number
}

function isolationOf({ manifest }: LoadedHandler, wasRefused: boolean): HandlerIsolation {
  if (manifest.isolation === 'process') return { kind: 'process', reason: 'asked' }
  return wasRefused ? { kind: 'process', reason: 'native' } : inThread
}

class HostProber implements Prober {
  readonly #takeHost: (kind: HostKind) => HandlerHost
  readonly #timeoutMs: number
  readonly #hosts = new Set<HandlerHost>()
  readonly #idle: UsedThread[] = []
  #closed = false

  constructor({ takeHost, timeoutMs = 5000 }: ProberOptions) {
    this.#takeHost = takeHost
    this.#timeoutMs = timeoutMs
  }

  async probe(source: ProbedCode, { many, kind }: ProbeOptions): Promise<ProbeOutcome> {
    const first = kind === 'process' ? await this.#inProcess(source) : await this.#inThread(source, many)
    this.#checkOpen()
    if (first.ok) return { ...first, isolation: isolationOf(first.loaded, false) }
    if (!first.wantsNative || first.harmful || kind === 'process') return first
    const second = await this.#inProcess(source)
    this.#checkOpen()
    if (!second.ok) return second
    // Its author will have a thread and nothing else: then it is the add-on that has to go.
    if (second.loaded.manifest.isolation === 'thread') return first
    return { ...second, isolation: isolationOf(second.loaded, true) }
  }

  async release(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map(({ host }) => this.#end(host)))
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#idle.length = 0
    await Promise.all([...this.#hosts].map((host) => this.#end(host)))
  }

  #checkOpen(): void {
    if (this.#closed) throw new SoundcheckError('closed', 'The catalog is closed.')
  }

  async #end(host: HandlerHost): Promise<void> {
    await host.close('only loaded to read its manifest', 0)
    this.#hosts.delete(host)
  }

  #fresh(kind: HostKind): UsedThread {
    this.#checkOpen()
    const host = this.#takeHost(kind)
    this.#hosts.add(host)
    return { host, loads: 0 }
  }

  async #inProcess(source: ProbedCode): Promise<ProbeAttempt> {
    const { host } = this.#fresh('process')
    const attempt = await attemptProbe(host, source, this.#timeoutMs * PROCESS_TIME_FACTOR)
    void this.#end(host)
    return attempt
  }

  async #inThread(source: ProbedCode, many: boolean): Promise<ProbeAttempt> {
    const used = many ? this.#idle.pop() : undefined
    if (!used) return this.#load(this.#fresh('thread'), source, many)
    const attempt = await this.#load(used, source, many)
    if (attempt.ok || attempt.wantsNative) return attempt
    // A file loaded before may be to blame (a late throw, a changed global): only a fresh host can tell.
    return this.#load(this.#fresh('thread'), source, many)
  }

  async #load({ host, loads }: UsedThread, source: ProbedCode, many: boolean): Promise<ProbeAttempt> {
    const attempt = await attemptProbe(host, source, this.#timeoutMs)
    const isReusable = attempt.ok && many && loads + 1 < LOADS_PER_HOST && !this.#closed
    if (isReusable) this.#idle.push({ host, loads: loads + 1 })
    else if (attempt.ok) void this.#end(host)
    else await this.#end(host)
    return attempt
  }
}

export function createProber(options: ProberOptions): Prober {
  return new HostProber(options)
}
