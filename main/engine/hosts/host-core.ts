import type { SourcePosition, WireError } from '../../../contract/errors'
import {
  type ConsoleLevel,
  type HandlerMethod,
  type HostCommand,
  type HostReport,
  handlerMethods,
  syncWord,
} from '../../../contract/host'
import type { HostKind } from '../../../contract/host-link'
import type { HostLimits } from '../../../contract/limits'
import type { ExplainedExit } from './explain-exit'
import type { HandlerHost, HostExit } from './handler-host'
import { createHostWatch, type HostWatch } from './host-watch'
import { settlesWithin } from './settles-within'
import { createSignal } from './signal'
import type { FrameCounts } from './sync-line'

/** What carries a host: a thread or a process. */
export interface HostBody {
  send(command: HostCommand, transfer: readonly ArrayBuffer[]): void
  /** A word of the host's shared memory, by `syncWord`, as far as it is known here. */
  word(index: number): number
  /** Memory of the process that the host is in. */
  processBytes(): number
  locate(): Promise<SourcePosition | null>
  /** Ends it, whatever it does; then `HostCore.ended` is to be called. */
  end(): void
  /** It did not end though it was ended: nothing is to wait for it. */
  letGo(): void
  /** ms after `end` within which it has always ended. */
  endsWithin(): number
}

export interface HostCoreOptions {
  readonly kind: HostKind
  readonly limits: HostLimits
  readonly body: HostBody
}

const DEFAULT_GRACE = 500

type CoreState = 'open' | 'closing' | 'gone'

/** What is the same for a host in a thread and one in a process: who hears of it, when it is given up, how it is closed. */
export class HostCore implements Omit<HandlerHost, 'id' | 'acknowledge' | 'noteEmittedTaken' | 'locate'> {
  readonly kind: HostKind
  ignoredCommands = 0
  readonly #body: HostBody
  readonly #watch: HostWatch
  readonly #reports = createSignal<HostReport>()
  readonly #exits = createSignal<HostExit>()
  readonly #posted = { audio: 0, video: 0, messages: 0 }
  #state: CoreState = 'open'
  #exit: HostExit | undefined
  #closing: Promise<void> | undefined
  /** Why it is being ended although `close` was not called. */
  #lost: ExplainedExit | null = null

  constructor({ kind, limits, body }: HostCoreOptions) {
    this.kind = kind
    this.#body = body
    this.#watch = createHostWatch({
      host: {
        kind,
        beats: () => body.word(syncWord.heartbeat),
        calling: () => this.#calling(),
        processBytes: () => body.processBytes(),
        locate: () => body.locate(),
      },
      limits,
      on: {
        report: (report) => this.#reports.emit(report),
        lost: (error, cause) => void this.giveUp({ error, cause }),
      },
    })
  }

  get isGone(): boolean {
    return this.#state === 'gone'
  }

  post(command: HostCommand, transfer: readonly ArrayBuffer[] = []): void {
    if (this.#state !== 'open') {
      this.ignoredCommands += 1
      return
    }
    this.#body.send(command, transfer)
    if (command.type === 'audio') this.#posted.audio += 1
    else if (command.type === 'video') this.#posted.video += 1
    else if (command.type === 'message') this.#posted.messages += 1
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

  inFlight(): FrameCounts {
    // `| 0` because the host's counts wrap at 32 bits.
    const { audio, video, messages } = this.#posted
    return {
      audio: (audio - this.#body.word(syncWord.audioTaken)) | 0,
      video: (video - this.#body.word(syncWord.videoTaken)) | 0,
      messages: (messages - this.#body.word(syncWord.messagesTaken)) | 0,
    }
  }

  extendLimit(): void {
    this.#watch.extend()
  }

  setLimits(limits: HostLimits): void {
    this.#watch.setLimits(limits)
  }

  abort(error: WireError): void {
    void this.giveUp({ error, cause: 'asked' })
  }

  close(reason: string, graceMs = DEFAULT_GRACE): Promise<void> {
    if (this.#state === 'gone') return Promise.resolve()
    this.#closing ??= this.#end(reason, graceMs)
    return this.#closing
  }

  /** The host said this. */
  told(report: HostReport): void {
    if (report.type === 'counters') this.#watch.note(report.counters)
    this.#reports.emit(report)
  }

  print(level: ConsoleLevel, text: string): void {
    this.#reports.emit({ type: 'console', level, text, position: null })
  }

  /** Ends it because of this; `onExit` tells it. */
  async giveUp(lost: ExplainedExit): Promise<void> {
    if (this.#state !== 'open' || this.#lost) return
    this.#lost = lost
    if (!(await this.#ended())) this.#finish({ expected: false, ...lost })
  }

  /** It has ended; `explain` says why, if nobody here wanted it. */
  ended(explain: () => ExplainedExit): void {
    if (this.#state === 'closing') this.#finish({ expected: true, cause: 'asked', error: null })
    else this.#finish({ expected: false, ...(this.#lost ?? explain()) })
  }

  async #end(reason: string, graceMs: number): Promise<void> {
    this.#watch.close()
    if (graceMs > 0 && !this.#lost) {
      const done = this.#shutDownOrGone()
      this.post({ type: 'close', reason })
      this.#state = 'closing'
      if (!(await settlesWithin(done, graceMs))) this.#tellUnfinished(graceMs)
    }
    if (this.isGone) return
    this.#state = 'closing'
    if (await this.#ended()) return
    const message = `A handler ${this.kind} did not end within ${this.#body.endsWithin()} ms of being stopped.`
    this.#finish({ expected: true, cause: 'asked', error: { code: 'timeout', message } })
  }

  #tellUnfinished(graceMs: number): void {
    const method = this.#calling()
    const subject = method ? `${method}()` : 'The handler'
    const message = `${subject} did not end within ${graceMs / 1000} s of the end of its session, so its ${this.kind} was ended.`
    const hint = 'Look for an endless loop; work that lasts watches this.signal.'
    const error: WireError = { code: 'timeout', message, hint }
    this.#reports.emit({ type: 'fault', method: method ?? 'shutdown', error })
  }

  #calling(): HandlerMethod | null {
    return handlerMethods[this.#body.word(syncWord.calling) - 1] ?? null
  }

  /** Ends it, and tells whether it has ended; one that has not is left to itself. */
  async #ended(): Promise<boolean> {
    const gone = new Promise<void>((resolve) => void this.onExit(() => resolve()))
    this.#body.end()
    if (await settlesWithin(gone, this.#body.endsWithin())) return true
    this.#body.letGo()
    return false
  }

  #shutDownOrGone(): Promise<void> {
    return new Promise((resolve) => {
      this.onReport((report) => report.type === 'closed' && resolve())
      this.onExit(() => resolve())
    })
  }

  #finish(how: HostExit): void {
    if (this.#exit) return
    this.#exit = how
    this.#state = 'gone'
    this.#watch.close()
    this.#exits.emit(how)
  }
}
