import { SoundcheckError, type WireError } from '../../contract/errors'
import { type HandlerState, type HostCommand, type HostReport, syncWord } from '../../contract/host'
import type { JsonValue } from '../../contract/json'
import { EventLoop } from '../kit/event-loop'
import type { InstanceRuntime } from '../kit/instance-runtime'
import { attachRuntime } from '../kit/stream-handler-base'
import { turnTakerOf } from '../kit/turns/turn-taker'
import type { AuthorSources } from './author-sources'
import { CallLog } from './call-log'
import { ClientChannel } from './client-channel'
import type { ContextScope } from './context-scope'
import { copyPrototype } from './copy-prototype'
import type { FaultReporter } from './fault-reporter'
import type { AnyHandler } from './find-handler'
import { InstanceLint } from './lint/instance-lint'
import type { KitWaits } from './lint/kit-waits'
import type { LoadedHandler } from './load-handler'
import { MediaLoops } from './media-loops'
import { Meters } from './meters'
import { MethodCalls } from './method-calls'
import { SpeechBatch } from './speech-batch'
import { StateTransfer } from './state-transfer'
import { SyncLink } from './sync-link'

type OpenCommand = Extract<HostCommand, { type: 'open' }>
type InputsCommand = Extract<HostCommand, { type: 'inputs' }>

/** How long `shutdown` may take, ms; the engine ends the thread soon after. */
const SHUTDOWN_LIMIT = 2000
const COUNTERS_EVERY = 1000
/** How long a thread blocks for the channel, or for inputs, ms. */
const SEND_LIMIT = 10_000
const INPUTS_LIMIT = 60_000

/** The outside of the thread, as the host sees it. */
export interface HostEdge {
  readonly post: (report: HostReport, transfer?: readonly ArrayBuffer[]) => void
  /** ms, monotonic. */
  readonly now: () => number
  /** The same where `now` is not virtual. */
  readonly realNow: () => number
  /** See `HostWorkerData.sync`. */
  readonly syncWords: Int32Array<SharedArrayBuffer>
  /** A file of the app's `assets` folder. */
  readonly readAsset: (name: string) => Uint8Array
  /** The next command at `HostWorkerData.syncPort`, if there is one. */
  readonly receiveSync: () => HostCommand | undefined
}

export interface InstanceParts {
  readonly edge: HostEdge
  readonly loaded: LoadedHandler
  readonly scope: ContextScope
  readonly waits: KitWaits
  readonly faults: FaultReporter
  readonly sources: AuthorSources
}

/** What an instance is made of before it is one. */
interface InstanceMakings {
  readonly handler: AnyHandler
  readonly calls: MethodCalls
  readonly meters: Meters
  readonly log: CallLog
  readonly lint: InstanceLint
  /** ms on the session's clock. */
  readonly sessionTime: () => number
}

/** One session's copy of a handler, and its life from `copy` to `reset`. */
export class HandlerInstance {
  readonly media: MediaLoops
  readonly #parts: InstanceParts
  readonly #webrtcId: string
  readonly #handler: AnyHandler
  readonly #calls: MethodCalls
  readonly #meters: Meters
  readonly #log: CallLog
  readonly #lint: InstanceLint
  readonly #loop: EventLoop
  readonly #sync: SyncLink
  readonly #speech: SpeechBatch
  readonly #channel: ClientChannel
  readonly #transfer: StateTransfer
  /** The engine sends none to an instance that it holds; those that it had sent before are few. */
  readonly #heldMessages: (JsonValue | string)[] = []
  readonly #abort = new AbortController()
  readonly #countersTimer: NodeJS.Timeout
  #phase: 'waiting' | 'running' | 'gave-up' | 'closing' = 'waiting'

  private constructor(parts: InstanceParts, open: OpenCommand, makings: InstanceMakings) {
    const { edge, loaded, faults } = parts
    const { handler, calls, meters, log, lint, sessionTime } = makings
    this.#parts = parts
    this.#webrtcId = open.webrtcId
    this.#handler = handler
    this.#calls = calls
    this.#meters = meters
    this.#log = log
    this.#lint = lint
    this.#channel = new ClientChannel(edge.post, () => Atomics.load(edge.syncWords, syncWord.acknowledged))
    this.#loop = new EventLoop(sessionTime, (thrown) => faults.report('background', thrown))
    this.#speech = new SpeechBatch(edge.post)
    this.#sync = new SyncLink({
      words: edge.syncWords,
      receive: edge.receiveSync,
      now: edge.now,
      applyInputs: (command) => this.#applyInputs(command.values),
    })
    this.media = new MediaLoops({
      handler,
      manifest: loaded.manifest,
      calls,
      meters,
      lint,
      post: edge.post,
      emittedTaken: () => Atomics.load(edge.syncWords, syncWord.emittedTaken),
      now: edge.now,
      sessionTime,
      onGaveUp: (error) => this.#giveUp(error),
    })
    const { sources } = parts
    this.#transfer = new StateTransfer({ handler, calls, media: this.media, sources, post: edge.post })
    this.#countersTimer = setInterval(() => this.#reportCounters(), COUNTERS_EVERY)
  }

  /** Makes the instance with `copy`; throws what that throws. */
  static open(parts: InstanceParts, open: OpenCommand): HandlerInstance {
    const { edge, loaded, scope, waits, faults, sources } = parts
    const context = { webrtcId: open.webrtcId }
    const { now, realNow, syncWords: words, post } = edge
    const openedAt = now()
    const sessionTime = (): number => open.sessionTime + now() - openedAt
    const meters = new Meters()
    const log = new CallLog({ post, sessionTime })
    const lint = new InstanceLint({ manifest: loaded.manifest, sources, scope, waits, post, now, words })
    const calls = new MethodCalls({
      scope,
      context,
      faults,
      meters,
      log,
      observer: lint,
      now,
      realNow,
      words,
    })
    const copying = log.began('copy')
    try {
      const handler = scope.run(context, () => copyPrototype(loaded.prototype, loaded.manifest))
      log.ended(copying, 'ok', now() - openedAt)
      const makings = { handler, calls, meters, log, lint, sessionTime }
      const instance = new HandlerInstance(parts, open, makings)
      instance.#begin(open)
      return instance
    } catch (thrown) {
      log.ended(copying, 'error', now() - openedAt)
      log.flush()
      lint.close()
      throw thrown
    }
  }

  /** The client's data channel is open: `setChannel`, `startUp`, and the loops begin. */
  start(): void {
    if (this.#phase !== 'waiting') return
    this.#phase = 'running'
    this.#parts.faults.connect((text) => !this.#channel.isFull() && this.send(text))
    this.#guarded(() => this.#handler.setChannel(this.#channel))
    this.#lint.start()
    void this.#calls.call('startUp', () => this.#handler.startUp())
    this.media.start()
    this.#parts.edge.post({ type: 'started' })
  }

  /** Sends on the client's channel; false while there is none. */
  send(text: string): boolean {
    if (this.#phase === 'waiting') return false
    this.#channel.send(text)
    return true
  }

  /** Another version is about to take over: stands still, and reports the state. */
  async exportState(): Promise<void> {
    await this.#transfer.export()
  }

  /** The other version did not take over. */
  resume(): void {
    this.media.resume()
    for (const message of this.#heldMessages.splice(0)) this.message(message)
  }

  async importState(state: HandlerState): Promise<void> {
    await this.#transfer.import(state)
  }

  message(message: JsonValue | string): void {
    if (this.media.isHeld()) {
      this.#heldMessages.push(message)
      return
    }
    void this.#calls.call('onMessage', () => this.#handler.onMessage(message))
  }

  /** The engine has played, or dropped, the first `count` audio reports. */
  played(count: number): void {
    this.media.played(count)
    this.#guarded(() => turnTakerOf(this.#handler)?.played())
  }

  /** The person wants a reply now. */
  trigger(text: string | null): void {
    this.#guarded(() => turnTakerOf(this.#handler)?.trigger(text))
    this.media.queueGrew()
  }

  inputs(command: InputsCommand): void {
    this.#sync.ordinaryInputs(command)
  }

  /** Ends the session for the author's code; bounded in time. Called once. */
  async close(reason: string): Promise<void> {
    this.#phase = 'closing'
    this.#sync.close()
    this.media.end()
    const closed = new SoundcheckError('closed', reason)
    this.#parts.faults.end(closed)
    this.#guarded(() => this.#abort.abort(closed))
    this.#guarded(() => turnTakerOf(this.#handler)?.end())
    this.#loop.close()
    await this.#shutDown()
    await this.#calls.call('reset', () => this.#handler.reset())
    await this.#lint.end()
    clearInterval(this.#countersTimer)
    this.#meters.close()
    this.#parts.faults.flush()
    this.#log.close()
    this.#reportCounters()
  }

  #begin(open: OpenCommand): void {
    this.#handler.phoneMode = open.phoneMode
    this.#handler[attachRuntime](this.#runtime())
    const { inputs } = this.#parts.loaded
    const given = inputs.known(open.inputs)
    const isGiven = Object.keys(given).length > 0
    if (isGiven && this.#applyInputs(given)) return
    if (inputs.declared && inputs.startsComplete) this.#applyInputs({})
  }

  #runtime(): InstanceRuntime {
    const { inputs } = this.#parts.loaded
    const { post } = this.#parts.edge
    return {
      loop: this.#loop,
      signal: this.#abort.signal,
      inputsAreDeclared: inputs.declared,
      talkInput: inputs.talkInput,
      clearQueue: () => this.media.clearQueue(),
      isPlayed: () => this.media.isPlayed(),
      reportTurn: (event) => post({ type: 'turn', event }),
      reportSpeech: (report) => this.#speech.push(report),
      whenMessagesInStep: () => this.#channel.whenInStep(this.#abort.signal),
      sendSync: (text) => {
        const slot = this.#channel.sendWithSlot(text)
        const isTaken = (): boolean => this.#sync.isAcknowledged(slot)
        if (this.#sync.wait(isTaken, SEND_LIMIT) === 'timeout') throw notTaken()
      },
      waitForInputsSync: (isReady) => {
        if (this.#sync.wait(isReady, INPUTS_LIMIT) === 'timeout') throw noInputs()
      },
    }
  }

  /** Whether the handler has the new values now; else they were reported and the old ones stay. */
  #applyInputs(values: InputsCommand['values']): boolean {
    const parsed = this.#parts.loaded.inputs.change(values)
    if (!parsed.ok) this.#parts.faults.report('background', parsed.error)
    else if (parsed.args.length > 0) this.#guarded(() => this.#handler.setArgs(parsed.args))
    return parsed.ok
  }

  #giveUp(error: WireError): void {
    if (this.#phase !== 'running') return
    this.#phase = 'gave-up'
    this.media.end()
    this.#parts.edge.post({ type: 'gave-up', error })
  }

  async #shutDown(): Promise<void> {
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, SHUTDOWN_LIMIT, 'late').unref())
    const ended = this.#calls.call('shutdown', () => this.#handler.shutdown())
    if ((await Promise.race([ended, late])) !== 'late') return
    this.#parts.faults.report(
      'shutdown',
      new SoundcheckError('timeout', `shutdown did not end within ${SHUTDOWN_LIMIT / 1000} s`, {
        hint: 'Close connections without waiting for the other side.',
      }),
    )
  }

  /** See `Meters`. */
  profiling(isOn: boolean): void {
    this.#meters.profiling(isOn)
  }

  #reportCounters(): void {
    const counters = this.#meters.take(this.media.waiting())
    if (counters) this.#parts.edge.post({ type: 'counters', counters })
  }

  /** Author's code that is none of the methods that are counted. */
  #guarded(work: () => void): void {
    try {
      this.#parts.scope.run({ webrtcId: this.#webrtcId }, work)
    } catch (thrown) {
      this.#parts.faults.report('background', thrown)
    }
  }
}

function notTaken(): SoundcheckError {
  return new SoundcheckError('timeout', `The channel did not take a message within ${SEND_LIMIT / 1000} s`, {
    hint: 'Use await sendMessage(), which does not block.',
  })
}

function noInputs(): SoundcheckError {
  return new SoundcheckError('timeout', `No inputs came within ${INPUTS_LIMIT / 1000} s`, {
    hint: 'Use await waitForArgs(), which waits without blocking and without a limit.',
  })
}
