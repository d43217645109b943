import type { HandlerKind } from '../../../contract/manifest'
import { channelCount } from '../../../contract/media'
import { isAdditionalOutputs } from '../additional-outputs'
import { AsyncStreamHandler } from '../async-stream-handler'
import { handlerKindBrand } from '../brand'
import { getCurrentContext } from '../context'
import { construct } from '../copy-handler'
import type { AudioFrame, EmitType } from '../frames'
import type { HandlerOptions } from '../handler-options'
import type { InstanceRuntime } from '../instance-runtime'
import { attachRuntime } from '../stream-handler-base'
import { sileroVad } from '../vad/silero-vad'
import {
  type AlgoOptions,
  resolveAlgoOptions,
  resolveVadOptions,
  type SileroVadOptions,
} from '../vad/speech-options'
import type { VadModel } from '../vad/vad-model'
import { warning } from '../warning'
import type { AppState } from './app-state'
import { Conversation, type ConversationPort } from './conversation'
import { Hearing, isPause } from './hearing'
import { isGenerator, Reply } from './reply'
import { checkReplyOptions } from './reply-on-pause-options'
import { type TurnTaker, turnTaker } from './turn-taker'
import type { WebRTCData } from './web-rtc-data'

/** What a reply function makes: values as `emit` returns them, one after the other. */
export type ReplyGenerator =
  | Generator<EmitType, unknown, undefined>
  | AsyncGenerator<EmitType, unknown, undefined>

/** `function* (audio, ...inputs)` or `async function* (audio, ...inputs)`; `this` is the handler. */
export type ReplyFunction<What = AudioFrame> = (
  this: ReplyOnPause,
  what: What,
  ...inputs: never[]
) => ReplyGenerator

/** Makes a first reply that nobody asked for, or none. */
export type StartupFunction = (this: ReplyOnPause, ...inputs: never[]) => ReplyGenerator | null | undefined

/** What `ReplyOnPause` takes beside its function; all of it is optional. Source: FastRTC `ReplyOnPause`. */
export interface ReplyOnPauseOptions extends HandlerOptions {
  /** Called once at the start; what it yields is played as a first reply. FastRTC: `startup_fn`. */
  readonly startupFn?: StartupFunction
  /** When a turn begins and ends. */
  readonly algoOptions?: Partial<AlgoOptions>
  /** What counts as speech. */
  readonly modelOptions?: Partial<SileroVadOptions>
  /** False: a reply is made and played to its end, and what is said meanwhile is not listened to. True by default. */
  readonly canInterrupt?: boolean
  /** Whether a reply is cut off when the person begins to speak (`'start'`, the default) or when they have finished. */
  readonly interruptOn?: 'start' | 'pause'
  /** ms of sound from before the first speech that belong to the utterance; 300 by default. */
  readonly preRollMs?: number
  /** What tells speech from other sound; Silero by default. */
  readonly model?: VadModel
  /** True: the client is asked for inputs before each reply, although the function takes none. False by default. */
  readonly needsArgs?: boolean
  /**
   * `'textbox'`: a typed text can stand for speech, and the function is given a `WebRTCData` instead of the audio.
   * FastRTC: `ui_args.variant`.
   */
  readonly variant?: 'wave' | 'textbox'
}

export interface TextboxOptions extends ReplyOnPauseOptions {
  readonly variant: 'textbox'
}

export type AnyReplyFunction = ReplyFunction | ReplyFunction<WebRTCData>

/**
 * Listens until the person has finished speaking, calls a generator function with what they said, and plays what it
 * yields. The person can cut a reply off by speaking. A class that extends it overrides `determinePause`.
 * Source: FastRTC `ReplyOnPause`; what is different on purpose is in docs/handler-guide.md.
 */
export class ReplyOnPause extends AsyncStreamHandler {
  readonly canInterrupt: boolean
  readonly algoOptions: AlgoOptions
  readonly modelOptions: SileroVadOptions
  /** @internal */
  readonly [turnTaker]: TurnTaker
  /** @internal */
  protected readonly conversation: Conversation
  /** @internal */
  protected readonly hearing: Hearing
  protected readonly replyOptions: ReplyOnPauseOptions
  readonly #fn: AnyReplyFunction
  #runtime: InstanceRuntime | null = null
  #typed = ''
  #isPressed = false
  /** What the last turn gave as outputs: the inputs of the next one in phone mode. */
  #carried: readonly unknown[] = []

  /** @throws SoundcheckError `handler` when an option is out of its range. */
  constructor(fn: ReplyFunction<WebRTCData>, options: TextboxOptions)
  constructor(fn: ReplyFunction, options?: ReplyOnPauseOptions)
  constructor(fn: AnyReplyFunction, options: ReplyOnPauseOptions = {}) {
    checkReplyOptions(fn, options)
    super(options)
    this.#fn = fn
    this.replyOptions = options
    this.canInterrupt = options.canInterrupt ?? true
    this.algoOptions = resolveAlgoOptions(options.algoOptions)
    this.modelOptions = resolveVadOptions(options.modelOptions)
    this.hearing = new Hearing({
      model: options.model ?? sileroVad,
      algo: this.algoOptions,
      vad: this.modelOptions,
      sampleRate: this.inputSampleRate,
      channels: channelCount(this.expectedLayout),
      preRollMs: options.preRollMs ?? 300,
    })
    this.conversation = new Conversation(this.#port(), () => ({
      canInterrupt: this.canInterrupt,
      interruptOn: options.interruptOn ?? 'start',
      asksForInputs: this.#asksForInputs,
    }))
    this[turnTaker] = {
      describe: () => ({ typedText: options.variant === 'textbox', stopWords: this.wakeWords() }),
      played: () => this.#played(),
      trigger: (text) => this.triggerResponse(text ?? ''),
      end: () => this.conversation.end(),
    }
  }

  override get [handlerKindBrand](): HandlerKind {
    return 'ReplyOnPause'
  }

  /**
   * Aborted when the reply that is being made is cut off; give it to `fetch` and the like. Read it when the reply begins:
   * after a cut it is the next one's, or the session's.
   */
  get turnSignal(): AbortSignal {
    return this.conversation.reply?.signal ?? this.signal
  }

  /** A new one of the same class, with the same function and options. */
  override copy(): ReplyOnPause {
    return construct(this, this.#fn, this.replyOptions) as ReplyOnPause
  }

  /** An override calls `super.startUp()`: it makes the first reply, where there is a `startupFn`. */
  override async startUp(): Promise<void> {
    const { startupFn } = this.replyOptions
    if (!startupFn) return
    if (this.#asksForInputs) await this.waitForArgs()
    const made = startupFn.call(this, ...(this.#inputs as never[]))
    if (isGenerator(made)) this.conversation.greet(this.#createReply(() => made))
  }

  override async receive([, samples]: AudioFrame): Promise<void> {
    this.hearing.keep(samples)
    if (this.#runtime?.talkInput === null) await this.#listen(samples)
    if (!this.isHearing) this.hearing.forget()
  }

  override async emit(): Promise<EmitType> {
    const value = await this.conversation.next()
    if (this.phoneMode) this.#carryOver(value)
    return value as EmitType
  }

  /**
   * Whether the person has finished. Called with each window of sound (32 ms) while they speak; an override may call
   * `super.determinePause(…)`. Not called in push-to-talk.
   *
   * @param _audio the newest window, 16-bit, interleaved in `expectedLayout`.
   * @param _sampleRate Hz.
   * Source: FastRTC `determine_pause`.
   */
  determinePause(_audio: Int16Array, _sampleRate: number, state: AppState): boolean | Promise<boolean> {
    return isPause(state, this.algoOptions, this.modelOptions)
  }

  /** Replies now to what was said so far; with `text`, to what was typed. Source: FastRTC `trigger_response`. */
  triggerResponse(text = ''): void {
    this.#typed = text
    this.conversation.signal('triggered')
  }

  /** Takes new values; lets a reply go on that waits for them. */
  override setArgs(values: readonly unknown[]): void {
    super.setArgs(values)
    this.conversation.signal('inputs-given')
    const talk = this.#runtime?.talkInput
    if (typeof talk === 'number') this.#press(values[talk] === true)
  }

  /** @internal */
  override [attachRuntime](runtime: InstanceRuntime): void {
    super[attachRuntime](runtime)
    this.#runtime = runtime
  }

  /** @internal What must be said before it replies; none. */
  protected wakeWords(): readonly string[] {
    return []
  }

  /** @internal Whether somebody is speaking, so that `determinePause` is to be asked. */
  protected get isHearing(): boolean {
    return this.conversation.state.person === 'speaking'
  }

  /** @internal @param soundAt see `TurnEvent`. */
  protected speechStarted(soundAt: number | null): void {
    this.conversation.signal('speech-started', soundAt)
  }

  /** @internal */
  protected speechPaused(soundAt: number | null): void {
    this.conversation.signal('speech-paused', soundAt)
  }

  /** @internal What the next reply answers. */
  protected takeUtterance(): Int16Array {
    return this.hearing.take()
  }

  /** @internal Begins to keep what the next reply answers. */
  protected keepSpeech(): void {
    this.hearing.begin()
  }

  get #asksForInputs(): boolean {
    if (this.phoneMode || this.#runtime?.inputsAreDeclared) return false
    return this.replyOptions.needsArgs === true || this.#fn.length > 1
  }

  get #inputs(): readonly unknown[] {
    return this.phoneMode ? this.#carried : this.latestArgs.slice(1)
  }

  async #listen(samples: Int16Array): Promise<void> {
    const views = await this.hearing.listen(samples)
    if (views.length > 0) {
      const step = this.hearing.windowMs
      const from = this.loop.time() - (views.length - 1) * step
      this.#runtime?.reportSpeech({ from, step, probabilities: views.map((view) => view.probability) })
    }
    for (const view of views) {
      this.hearing.look(view)
      if (this.isHearing) await this.#askForPause()
      else if (this.hearing.hasStarted()) this.speechStarted(this.#soundAt('start'))
    }
  }

  async #askForPause(): Promise<void> {
    const state = this.hearing.appState(this.conversation.state.reply !== 'none')
    const isOver = await this.determinePause(this.hearing.newest(), this.inputSampleRate, state)
    if (isOver && this.isHearing) this.speechPaused(this.#soundAt('end'))
  }

  #soundAt(which: 'start' | 'end'): number {
    return this.loop.time() - (this.hearing.ago(which) ?? 0)
  }

  #press(isPressed: boolean): void {
    if (isPressed === this.#isPressed) return
    this.#isPressed = isPressed
    if (isPressed) this.speechStarted(null)
    else this.speechPaused(null)
  }

  #played(): void {
    const isReplying = (): boolean => this.conversation.state.reply !== 'none'
    const wasProtected = !this.canInterrupt && isReplying()
    this.conversation.played()
    // What was said while nobody listened is not the beginning of what is said now.
    if (wasProtected && !isReplying()) this.hearing.beginAnew()
  }

  #port(): ConversationPort {
    return {
      time: () => this.loop.time(),
      send: (text) => this.channel?.send(text),
      report: (event) => this.#runtime?.reportTurn(event),
      clearQueue: () => this.clearQueue(),
      isPlayed: () => this.#runtime?.isPlayed() ?? true,
      askForInputs: () => {
        this.argsSet.clear()
        this.loop.createTask(this.fetchArgs())
      },
      keepSpeech: () => this.keepSpeech(),
      makeReply: () => this.#makeReply(),
      refuse: () => warning('A reply that cannot be interrupted is still playing'),
    }
  }

  #makeReply(): Reply {
    const audio: AudioFrame = [this.inputSampleRate, this.takeUtterance()]
    const textbox = this.#typed
    this.#typed = ''
    const inputs = this.#inputs as never[]
    if (this.replyOptions.variant !== 'textbox')
      return this.#createReply(() => (this.#fn as ReplyFunction).call(this, audio, ...inputs))
    const data: WebRTCData = { webrtcId: getCurrentContext().webrtcId, textbox, audio }
    return this.#createReply(() => (this.#fn as ReplyFunction<WebRTCData>).call(this, data, ...inputs))
  }

  #createReply(create: () => unknown): Reply {
    // A task that has failed already: the loop reports it as a fault of the handler.
    return new Reply(create, (thrown) => void this.loop.createTask(Promise.reject(thrown)))
  }

  #carryOver(value: unknown): void {
    const side = Array.isArray(value) ? value.at(-1) : value
    if (isAdditionalOutputs(side)) this.#carried = side.args
  }
}
