import type { Worker } from 'node:worker_threads'
import type { SourcePosition, WireError } from '../../../contract/errors'
import type { HostCommand, HostReport, VirtualTimeStart } from '../../../contract/host'
import { type HostLimits, standardLimits } from '../../../contract/limits'
import { explainExit } from './explain-exit'
import type { HandlerHost, HostExit } from './handler-host'
import { HostCore } from './host-core'
import { readLines } from './output-lines'
import { startWorker } from './start-worker'
import { createSyncLine, type FrameCounts } from './sync-line'
import { createThreadLocator, type ThreadLocator } from './thread-locator'

export interface HandlerThreadOptions {
  /** The compiled host program. */
  readonly hostScript: string
  readonly limits?: HostLimits
  /** Left out = it goes by the real clock. */
  readonly virtualTime?: VirtualTimeStart
}

/** `terminate` takes 10-80 ms; loops inside of some built-in functions never yield to it, and nobody may wait for those. */
const TERMINATE_LIMIT = 2000

class HandlerThread implements HandlerHost {
  readonly id: number
  readonly kind = 'thread'
  readonly #core: HostCore
  readonly #line = createSyncLine()
  readonly #worker: Worker
  readonly #locator: ThreadLocator
  readonly #heapLimitMb: number
  #thrown: unknown = null
  #booted = false

  constructor(hostScript: string, limits: HostLimits, virtualTime?: VirtualTimeStart) {
    this.#heapLimitMb = limits.heapLimitMb
    this.#worker = startWorker(hostScript, limits.heapLimitMb, this.#line, virtualTime)
    this.id = this.#worker.threadId
    this.#locator = createThreadLocator(this.id)
    const words = new Int32Array(this.#line.sync)
    this.#core = new HostCore({
      kind: this.kind,
      limits,
      body: {
        send: (command, transfer) => this.#send(command, transfer),
        word: (index) => Atomics.load(words, index),
        processBytes: () => process.memoryUsage.rss(),
        locate: () => this.locate(),
        end: () => this.#terminate(),
        letGo: () => this.#worker.unref(),
        endsWithin: () => TERMINATE_LIMIT,
      },
    })
    this.#core.onExit(() => this.#line.close())
    this.#listen()
  }

  get ignoredCommands(): number {
    return this.#core.ignoredCommands
  }

  post(command: HostCommand, transfer?: readonly ArrayBuffer[]): void {
    this.#core.post(command, transfer)
  }

  onReport(listener: (report: HostReport) => void): () => void {
    return this.#core.onReport(listener)
  }

  onExit(listener: (exit: HostExit) => void): () => void {
    return this.#core.onExit(listener)
  }

  acknowledge(slot: number): void {
    if (!this.#core.isGone) this.#line.acknowledge(slot)
  }

  noteEmittedTaken(count: number): void {
    this.#line.noteEmittedTaken(count)
  }

  inFlight(): FrameCounts {
    return this.#core.inFlight()
  }

  locate(): Promise<SourcePosition | null> {
    return this.#core.isGone ? Promise.resolve(null) : this.#locator.locate()
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

  #send(command: HostCommand, transfer: readonly ArrayBuffer[]): void {
    if (command.type === 'load') this.#locator.loaded(command)
    this.#worker.postMessage(command, transfer)
    if (command.type === 'inputs' || command.type === 'close') this.#line.repeat(command)
  }

  #terminate(): void {
    this.#locator.letGo()
    void this.#worker.terminate()
  }

  #listen(): void {
    const worker = this.#worker
    worker.on('message', (report: HostReport) => {
      if (report.type === 'booted') this.#booted = true
      this.#core.told(report)
    })
    worker.on('messageerror', (error) =>
      this.#core.print('error', `A report could not be read: ${error.message}`),
    )
    worker.on('error', (error) => {
      this.#thrown = error
    })
    // The last lines of output come to their listeners only after the exit event.
    worker.on('exit', (exitCode) => setImmediate(() => this.#exited(exitCode)))
    readLines(worker.stdout, (text) => this.#core.print('log', text))
    readLines(worker.stderr, (text) => this.#core.print('error', text))
  }

  #exited(exitCode: number): void {
    const how = { exitCode, thrown: this.#thrown, booted: this.#booted, heapLimitMb: this.#heapLimitMb }
    this.#core.ended(() => explainExit(how))
  }
}

/** Starts a handler host in a thread of its own. */
export function createHandlerThread({
  hostScript,
  limits = standardLimits,
  virtualTime,
}: HandlerThreadOptions): HandlerHost {
  return new HandlerThread(hostScript, limits, virtualTime)
}
