import { SoundcheckError } from '../../contract/errors'
import type { JsonValue } from '../../contract/json'
import type { HandlerKind } from '../../contract/manifest'
import type { ChannelLayout, PixelFormat } from '../../contract/media'
import { handlerKindBrand } from './brand'
import { copyHandler } from './copy-handler'
import { createMessage } from './create-message'
import type { EventLoop } from './event-loop'
import { type HandlerOptions, resolveOptions } from './handler-options'
import type { HandlerChannel, InstanceRuntime } from './instance-runtime'
import { OneShotEvent } from './one-shot-event'

/** What stands at index 0 of `latestArgs`, where FastRTC keeps the WebRTC component's own value. */
export const ARGS_PLACEHOLDER = '__webrtc_value__'

/** How the host hands an instance its {@link InstanceRuntime}. */
export const attachRuntime: unique symbol = Symbol.for('soundcheck.attach-runtime')

const neverAborted = new AbortController().signal

/**
 * What all handlers have in common; extend one of the four classes below it. The object a file exports is a prototype
 * that never meets media: each connection runs on its `copy()`. Source: FastRTC `StreamHandlerBase`.
 */
export abstract class StreamHandlerBase {
  /** The format of the pictures that `videoReceive` is given; conversion happens in the engine. */
  static readonly videoFormat: PixelFormat = 'rgb24'

  /** The same for one handler; what its class says by default. */
  readonly videoFormat: PixelFormat
  /** True: only the newest picture waits while `videoReceive` is busy, instead of the newest two. See `VideoCallback`. */
  readonly skipFrames: boolean = false

  readonly expectedLayout: ChannelLayout
  /** Hz. */
  readonly outputSampleRate: number
  /** Samples in 20 ms of output: `outputSampleRate / 50`. */
  readonly outputFrameSize: number
  /** Hz. */
  readonly inputSampleRate: number
  /** Pictures per second of emitted video. */
  readonly fps: number
  /** Set when the client's data channel is open. */
  readonly channelSet = new OneShotEvent()
  /** Set when there are input values; cleared by `reset()`. */
  readonly argsSet = new OneShotEvent()
  /** Index 0 is a placeholder, the inputs' values follow from 1 in their order; empty before the first. */
  latestArgs: unknown[] = []
  /** True in a telephone session: `waitForArgs` does not wait there. */
  phoneMode = false

  readonly #options: HandlerOptions
  #channel: HandlerChannel | null = null
  #runtime: InstanceRuntime | null = null

  /** @throws SoundcheckError `handler` when an option is out of its range. */
  constructor(options: HandlerOptions = {}) {
    this.#options = options
    const resolved = resolveOptions(options)
    this.expectedLayout = resolved.expectedLayout
    this.outputSampleRate = resolved.outputSampleRate
    this.outputFrameSize = resolved.outputFrameSize
    this.inputSampleRate = resolved.inputSampleRate
    this.fps = resolved.fps
    this.videoFormat = (this.constructor as typeof StreamHandlerBase).videoFormat
  }

  /** Which kind of handler this is. */
  abstract get [handlerKindBrand](): HandlerKind

  /** The client's data channel, or `null` before it is open. */
  get channel(): HandlerChannel | null {
    return this.#channel
  }

  /**
   * This instance's event loop.
   *
   * @throws SoundcheckError `handler` before the instance belongs to a session, such as in the constructor.
   */
  get loop(): EventLoop {
    return this.#attached('loop').loop
  }

  /** Aborted at the end of the session; give it to `fetch` and the like. */
  get signal(): AbortSignal {
    return this.#runtime?.signal ?? neverAborted
  }

  /**
   * A new instance for one connection: by default of the same class, from the options this one was made of. A class
   * whose constructor takes anything else overrides it.
   *
   * @throws SoundcheckError `handler` when the default plainly does not do for this class.
   */
  copy(): StreamHandlerBase {
    return copyHandler(this, this.#options)
  }

  /**
   * What the next version of this handler, saved in the middle of a call, is to know; called between two frames, when no
   * `receive`, `videoReceive` or `onMessage` runs. A class without it starts anew with each save. What it returns is copied as
   * by `structuredClone`: plain objects, arrays, `Map`, `Set`, `Date` and typed arrays, 64 MB at most, and nothing that belongs
   * to a class, a socket or a timer. `undefined` or `null` = nothing. It has 1 s.
   */
  exportState?(): unknown

  /**
   * Takes what the version before returned from `exportState`; called before `startUp`. It may be of an older shape: check it.
   * If it throws, this version does not take over and the one before goes on. It has 1 s.
   */
  importState?(state: unknown): void | Promise<void>

  /** Called with each message that the client sends: JSON text comes parsed, other text as it is. */
  onMessage(_message: JsonValue | string): void | Promise<void> {
    // Nothing by default.
  }

  /** Called once at the end of the session, whatever ended it. */
  shutdown(): void | Promise<void> {
    // Nothing by default.
  }

  /** Called after `shutdown`; also forgets that inputs were given. An override calls `super.reset()`. */
  reset(): void {
    this.argsSet.clear()
  }

  /** Called by the host when the client's data channel is open. */
  setChannel(channel: HandlerChannel): void {
    this.#channel = channel
    this.channelSet.set()
  }

  /**
   * Drops all that is queued for playback, at once. Audio of an `emit` that is still running belongs to what is dropped.
   */
  clearQueue(): void {
    this.#attached('clearQueue').clearQueue()
  }

  /**
   * Sends text (usually JSON, see `createMessage`) to the client; does nothing before the channel is open. Await it in a
   * loop: it then keeps in step with the channel.
   *
   * @throws SoundcheckError `limit` when the text is too large, or 1,000 messages that nobody awaited are on their way.
   */
  async sendMessage(text: string): Promise<void> {
    this.#channel?.send(text)
    await this.#runtime?.whenMessagesInStep()
  }

  /**
   * Sends text and returns when the channel has taken it; the thread is blocked meanwhile, for 10 s at most.
   *
   * @throws SoundcheckError `timeout` when the channel did not take it in time.
   */
  sendMessageSync(text: string): void {
    if (this.#channel) this.#attached('sendMessageSync').sendSync(text)
  }

  /** Asks the client for its inputs (`send_input`); does nothing before the channel is open. */
  async fetchArgs(): Promise<void> {
    await this.sendMessage(createMessage('send_input', []))
  }

  /** Asks the client for its inputs and waits for them, without a time limit; returns at once if there are any. */
  async waitForArgs(): Promise<void> {
    if (this.phoneMode) this.argsSet.set()
    else await this.fetchArgs()
    await this.argsSet.wait()
  }

  /**
   * {@link waitForArgs} for synchronous code: blocks the thread, for 60 s at most.
   *
   * @throws SoundcheckError `timeout` when no inputs came in time.
   */
  waitForArgsSync(): void {
    if (this.phoneMode) this.argsSet.set()
    else this.#channel?.send(createMessage('send_input', []))
    if (!this.argsSet.isSet()) this.#attached('waitForArgsSync').waitForInputsSync(() => this.argsSet.isSet())
  }

  /**
   * Takes new input values; the placeholder is put in front of them.
   *
   * @throws TypeError when `values` is no array, RangeError when it is empty. Source: FastRTC `set_args`.
   */
  setArgs(values: readonly unknown[]): void {
    if (!Array.isArray(values)) throw new TypeError('setArgs takes an array of values')
    if (values.length === 0) throw new RangeError('setArgs takes at least one value')
    this.latestArgs = [ARGS_PLACEHOLDER, ...values]
    this.argsSet.set()
  }

  /** @internal */
  [attachRuntime](runtime: InstanceRuntime): void {
    this.#runtime = runtime
  }

  #attached(member: string): InstanceRuntime {
    if (this.#runtime) return this.#runtime
    throw new SoundcheckError('handler', `${member} is there only once the handler runs in a session`, {
      hint: `Use ${member} in startUp(), receive() or emit(), not in the constructor.`,
    })
  }
}

/** The kind of a handler, or null when `value` is no handler of any copy of the kit. */
export function handlerKindOf(value: unknown): HandlerKind | null {
  if (typeof value !== 'object' || value === null) return null
  return (value as Partial<StreamHandlerBase>)[handlerKindBrand] ?? null
}
