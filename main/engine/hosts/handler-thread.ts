import { Worker } from 'node:worker_threads'
import type { WireError } from '../../../contract/errors'
import type { ConsoleLevel, HostCommand, HostReport, HostWorkerData } from '../../../contract/host'
import { explainExit } from './explain-exit'
import type { HandlerHost, HostExit } from './handler-host'
import { createHostWatch } from './host-watch'
import { readLines } from './output-lines'
import { settlesWithin } from './settles-within'
import { createSignal } from './signal'
import { createSyncLine, type FrameCounts, type SyncLine } from './sync-line'

export interface HandlerThreadOptions {
  /** The compiled host program. */
  readonly hostScript: string
  /** Largest JavaScript heap; plain Node ends the thread above it, Electron does not. */
  readonly heapLimitMb?: number
}

const DEFAULT_GRACE = 500
/** `terminate` takes 10-80 ms; in Electron some allocating loops never yield to it, and nobody may wait for those. */
const TERMINATE_LIMIT = 2000

type ThreadState = 'open' | 'closing' | 'gone'

function startWorker(hostScript: string, heapLimitMb: number, line: SyncLine): Worker {
  const workerData: HostWorkerData = { sync: line.sync, syncPort: line.hostPort }
  return new Worker(hostScript, {
    name: 'handler',
    workerData,
    transferList: [line.hostPort],
    env: { ...process.env },
    // Node 20 has the global WebSocket behind a switch only; later versions simply have it.
    execArgv: ['--experimental-websocket'],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapLimitMb, maxYoungGenerationSizeMb: 64 },
  })
}

class HandlerThread implements HandlerHost {
  readonly id: number
  ignoredCommands = 0
  readonly #line = createSyncLine()
  readonly #worker: Worker
  readonly #heapLimitMb: number
  readonly #reports = createSignal<HostReport>()
  readonly #exits = createSignal<HostExit>()
  #state: ThreadState = 'open'
  #exit: HostExit | undefined
  #closing: Promise<void> | undefined
  #thrown: unknown = null
  #booted = false
  /** Why it is being ended although nobody asked for that. */
  #lost: WireError | null = null
  readonly #watch
  #audioPosted = 0
  #videoPosted = 0

  constructor(hostScript: string, heapLimitMb: number) {
    this.#heapLimitMb = heapLimitMb
    this.#worker = startWorker(hostScript, heapLimitMb, this.#line)
    this.id = this.#worker.threadId
    this.#watch = createHostWatch({
      host: {
        beats: () => this.#line.beats(),
        calling: () => this.#line.calling(),
        processBytes: () => process.memoryUsage.rss(),
      },
      heapLimitMb,
      on: {
        blocked: (method, error) =>
          this.#reports.emit({ type: 'fault', method: method ?? 'background', error }),
        lost: (error) => void this.#giveUp(error),
      },
    })
    this.#listen()
  }

  post(command: HostCommand, transfer: readonly ArrayBuffer[] = []): void {
    if (this.#state !== 'open') {
      this.ignoredCommands += 1
      return
    }
    this.#worker.postMessage(command, transfer)
    if (command.type === 'audio') this.#audioPosted += 1
    if (command.type === 'video') this.#videoPosted += 1
    if (command.type === 'inputs' || command.type === 'close') this.#line.repeat(command)
  }

  onReport(listener: (report: HostReport) => void): () => void {
    return this.#reports.on(listener)
  }

  onExit(listener: (exit: HostExit) => void): () => void {
    const known = this.#exit
    if (!known) return this.#exits.on(listener)
    let wanted = true
    queueMicrotask(() => wanted && listener(known))
    return () => {
      wanted = false
    }
  }

  acknowledge(slot: number): void {
    if (this.#state !== 'gone') this.#line.acknowledge(slot)
  }

  inFlight(): FrameCounts {
    const taken = this.#line.taken()
    // `| 0` because the host's counts wrap at 32 bits.
    return { audio: (this.#audioPosted - taken.audio) | 0, video: (this.#videoPosted - taken.video) | 0 }
  }

  close(reason: string, graceMs = DEFAULT_GRACE): Promise<void> {
    if (this.#state === 'gone') return Promise.resolve()
    this.#closing ??= this.#end(reason, graceMs)
    return this.#closing
  }

  async #end(reason: string, graceMs: number): Promise<void> {
    this.#watch.close()
    if (graceMs > 0) {
      const done = this.#shutDownOrEnded()
      this.post({ type: 'close', reason })
      this.#state = 'closing'
      if (!(await settlesWithin(done, graceMs))) this.#tellUnfinished(graceMs)
    }
    this.#state = 'closing'
    const ended = this.#ended()
    void this.#worker.terminate()
    if (await settlesWithin(ended, TERMINATE_LIMIT)) return
    this.#worker.unref()
    const message = `A handler thread did not end within ${TERMINATE_LIMIT} ms of being stopped.`
    this.#finish({ expected: true, error: { code: 'timeout', message } })
  }

  #tellUnfinished(graceMs: number): void {
    const method = this.#line.calling()
    const message = `${method ? `${method}()` : 'The handler'} did not end within ${graceMs / 1000} s of the end of its session, so its thread was ended.`
    const hint = 'Look for an endless loop; work that lasts watches this.signal.'
    this.#reports.emit({
      type: 'fault',
      method: method ?? 'shutdown',
      error: { code: 'timeout', message, hint },
    })
  }

  async #giveUp(error: WireError): Promise<void> {
    if (this.#state !== 'open') return
    this.#lost = error
    const ended = this.#ended()
    void this.#worker.terminate()
    if (await settlesWithin(ended, TERMINATE_LIMIT)) return
    this.#worker.unref()
    this.#finish({ expected: false, error })
  }

  #ended(): Promise<void> {
    return new Promise((resolve) => void this.onExit(() => resolve()))
  }

  #shutDownOrEnded(): Promise<void> {
    return new Promise((resolve) => {
      this.onReport((report) => report.type === 'closed' && resolve())
      this.onExit(() => resolve())
    })
  }

  #listen(): void {
    const worker = this.#worker
    worker.on('message', (report: HostReport) => {
      if (report.type === 'booted') this.#booted = true
      if (report.type === 'counters') this.#watch.note(report.counters)
      this.#reports.emit(report)
    })
    worker.on('messageerror', (error) => this.#print('error', `A report could not be read: ${error.message}`))
    worker.on('error', (error) => {
      this.#thrown = error
    })
    // The last lines of output come to their listeners only after the exit event.
    worker.on('exit', (exitCode) => setImmediate(() => this.#settleExit(exitCode)))
    readLines(worker.stdout, (text) => this.#print('log', text))
    readLines(worker.stderr, (text) => this.#print('error', text))
  }

  #print(level: ConsoleLevel, text: string): void {
    this.#reports.emit({ type: 'console', level, text, position: null })
  }

  #settleExit(exitCode: number): void {
    const expected = this.#state === 'closing'
    const how = { exitCode, thrown: this.#thrown, booted: this.#booted, heapLimitMb: this.#heapLimitMb }
    this.#finish({ expected, error: expected ? null : (this.#lost ?? explainExit(how)) })
  }

  #finish(how: HostExit): void {
    if (this.#exit) return
    this.#exit = how
    this.#state = 'gone'
    this.#line.close()
    this.#watch.close()
    this.#exits.emit(how)
  }
}

/** Starts a handler host in a thread of its own. */
export function createHandlerThread({ hostScript, heapLimitMb = 512 }: HandlerThreadOptions): HandlerHost {
  return new HandlerThread(hostScript, heapLimitMb)
}
