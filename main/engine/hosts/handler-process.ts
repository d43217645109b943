import type { SourcePosition, WireError } from '../../../contract/errors'
import { type HostCommand, type HostReport, SYNC_BYTES } from '../../../contract/host'
import type { CompiledFrame, HostProcessStart } from '../../../contract/host-link'
import { type HostLimits, standardLimits } from '../../../contract/limits'
import { type LoadedCode, mapFrames } from './compiled-place'
import { explainProcessExit } from './explain-process-exit'
import type { ForkProcess } from './fork-process'
import type { HandlerHost } from './handler-host'
import { HostCore } from './host-core'
import { type FromHost, openHostPipe } from './host-pipe'
import { createLines } from './output-lines'

export interface HandlerProcessOptions {
  readonly fork: ForkProcess
  readonly limits?: HostLimits
}

/** A process that was killed is gone within 10-50 ms; one that still starts, once it finds that nobody listens. */
const KILLED_WITHIN = 2000
const STARTED_WITHIN = 5000
/** The end of the pipe and the end of the process come by different ways: so long the second is waited for, ms. */
const OTHER_END = 1000
/** The other side answers within a second; a bit more for the way. */
const LOCATE_LIMIT = 1500

/** Threads have ids from 1 on; these count down. */
let lastId = 0

class HandlerProcess implements HandlerHost {
  readonly id: number
  readonly kind = 'process'
  readonly #core: HostCore
  readonly #pipe
  readonly #fork: ForkProcess
  readonly #heapLimitMb: number
  readonly #locating = new Set<(frames: readonly CompiledFrame[] | null) => void>()
  #loaded: LoadedCode | null = null
  #isForked = false
  #pid: number | null = null
  #words = new Int32Array(SYNC_BYTES / Int32Array.BYTES_PER_ELEMENT)
  #rssBytes = 0
  #booted = false
  #ranOutOfMemory = false
  #exiting: number | null = null
  #failure: WireError | null = null
  #exited: { readonly code: number | null; readonly signal: string | null } | null = null
  #isCut = false
  #otherEnd: NodeJS.Timeout | undefined

  constructor({ fork, limits = standardLimits }: HandlerProcessOptions) {
    lastId -= 1
    this.id = lastId
    this.#fork = fork
    this.#heapLimitMb = limits.heapLimitMb
    this.#core = new HostCore({
      kind: this.kind,
      limits,
      body: {
        send: (command, transfer) => this.#send(command, transfer),
        word: (index) => this.#words[index] ?? 0,
        processBytes: () => this.#rssBytes,
        locate: () => this.locate(),
        end: () => this.#end(),
        letGo: () => clearTimeout(this.#otherEnd),
        endsWithin: () => (this.#pid === null ? STARTED_WITHIN : KILLED_WITHIN),
      },
    })
    this.#pipe = openHostPipe({
      listening: (start) => this.#start(start),
      connected: (pid) => {
        this.#pid = pid
      },
      message: (message) => this.#take(message),
      ended: (error) => this.#cut(error),
    })
  }

  get ignoredCommands(): number {
    return this.#core.ignoredCommands
  }

  post(command: HostCommand, transfer?: readonly ArrayBuffer[]): void {
    this.#core.post(command, transfer)
  }

  onReport(listener: Parameters<HandlerHost['onReport']>[0]): () => void {
    return this.#core.onReport(listener)
  }

  onExit(listener: Parameters<HandlerHost['onExit']>[0]): () => void {
    return this.#core.onExit(listener)
  }

  acknowledge(slot: number): void {
    this.#pipe.send({ type: 'acknowledge', slot })
  }

  noteEmittedTaken(count: number): void {
    this.#pipe.send({ type: 'emitted-taken', count })
  }

  inFlight(): ReturnType<HandlerHost['inFlight']> {
    return this.#core.inFlight()
  }

  extendLimit(): void {
    this.#core.extendLimit()
  }

  /** A heap that Node itself limits keeps the limit that it was started with, if that is smaller. */
  setLimits(limits: HostLimits): void {
    this.#core.setLimits(limits)
  }

  abort(error: WireError): void {
    this.#core.abort(error)
  }

  close(reason: string, graceMs?: number): Promise<void> {
    return this.#core.close(reason, graceMs)
  }

  async locate(): Promise<SourcePosition | null> {
    if (this.#pid === null || this.#isCut) return null
    const frames = await this.#locateFrames()
    return frames && this.#loaded ? mapFrames(frames, this.#loaded) : null
  }

  #locateFrames(): Promise<readonly CompiledFrame[] | null> {
    return new Promise((resolve) => {
      const settle = (frames: readonly CompiledFrame[] | null) => {
        clearTimeout(timer)
        this.#locating.delete(settle)
        resolve(frames)
      }
      const timer = setTimeout(() => settle(null), LOCATE_LIMIT)
      // Those who ask at the same time share one look.
      if (this.#locating.size === 0) this.#pipe.send({ type: 'locate' })
      this.#locating.add(settle)
    })
  }

  #send(command: HostCommand, transfer: readonly ArrayBuffer[]): void {
    if (command.type === 'load') this.#loaded = { file: command.file, code: command.code }
    this.#pipe.send({ type: 'command', command }, transfer)
  }

  #start(start: HostProcessStart): void {
    const lines = {
      stdout: createLines((text) => this.#core.print('log', text)),
      stderr: createLines((text) => this.#core.print('error', text)),
    }
    this.#isForked = true
    this.#fork(
      { argument: JSON.stringify(start), heapLimitMb: this.#heapLimitMb },
      {
        output: (stream, text) => {
          // V8's last words before it aborts.
          if (stream === 'stderr' && text.includes('heap out of memory')) this.#ranOutOfMemory = true
          lines[stream].add(text)
        },
        failed: (error) => {
          this.#failure = error
          this.#processEnded(null, null)
        },
        exited: (code, signal) => {
          lines.stdout.end()
          lines.stderr.end()
          this.#processEnded(code, signal)
        },
      },
    )
  }

  #take(message: FromHost): void {
    if (message.type === 'report') this.#report(message.report)
    else if (message.type === 'vitals') {
      this.#words = message.words as Int32Array<ArrayBuffer>
      this.#rssBytes = message.rssBytes
    } else if (message.type === 'exiting') this.#exiting = message.code
    else for (const settle of [...this.#locating]) settle(message.frames)
  }

  #report(report: HostReport): void {
    if (report.type === 'booted') this.#booted = true
    this.#core.told(report)
  }

  #cut(error: WireError | null): void {
    this.#failure ??= error
    this.#isCut = true
    for (const settle of [...this.#locating]) settle(null)
    if (this.#exited) this.#settle()
    else this.#awaitOtherEnd()
  }

  #processEnded(code: number | null, signal: string | null): void {
    this.#exited = { code, signal }
    if (this.#isCut || this.#pid === null) this.#settle()
    else this.#awaitOtherEnd()
  }

  #awaitOtherEnd(): void {
    this.#otherEnd ??= setTimeout(() => this.#settle(), OTHER_END)
  }

  #settle(): void {
    clearTimeout(this.#otherEnd)
    this.#kill()
    const how = this.#exited ?? { code: null, signal: null }
    this.#core.ended(() =>
      explainProcessExit({
        ...how,
        exiting: this.#exiting,
        ranOutOfMemory: this.#ranOutOfMemory,
        booted: this.#booted,
        failure: this.#failure,
        heapLimitMb: this.#heapLimitMb,
      }),
    )
  }

  #end(): void {
    this.#kill()
    if (!this.#isForked) this.#processEnded(null, null)
  }

  /** Once it is known to have ended, its pid may be another's. */
  #kill(): void {
    this.#pipe.close()
    this.#isCut = true
    if (this.#pid === null || this.#exited) return
    try {
      process.kill(this.#pid, 'SIGKILL')
    } catch (thrown) {
      const isGone = thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH'
      if (!isGone) throw thrown
    }
  }
}

/** Starts a handler host in a process of its own. */
export function createHandlerProcess(options: HandlerProcessOptions): HandlerHost {
  return new HandlerProcess(options)
}
