import type { HandlerKind } from '../../../contract/manifest'
import { handlerKindBrand } from '../brand'
import { construct } from '../copy-handler'
import type { AudioFrame } from '../frames'
import { defaultSpeechToText } from '../stt/default-speech-to-text'
import type { SpeechToText } from '../stt/speech-to-text'
import { createStopWordMatcher, type StopWordMatcher } from '../stt/stop-words'
import type { ReplyFunction, ReplyOnPauseOptions } from './reply-on-pause'
import { ReplyOnPause } from './reply-on-pause'

/** What `ReplyOnStopWords` takes beside its function and its words. */
export interface ReplyOnStopWordsOptions extends ReplyOnPauseOptions {
  /** What makes text of what was said; see docs/handler-guide.md for the one that ships. */
  readonly stt?: SpeechToText
}

/**
 * A `ReplyOnPause` that answers only after one of its stop words. What is said in the same breath is the turn
 * ("computer, open the door"); after the word alone it is the next utterance. One stop word wakes it for one turn.
 * Source: FastRTC `ReplyOnStopWords`, which loses the beginning of what is said in the same breath.
 */
export class ReplyOnStopWords extends ReplyOnPause {
  readonly stopWords: readonly string[]
  readonly #fn: ReplyFunction
  readonly #match: StopWordMatcher
  readonly #stt: SpeechToText
  #isAwake = false
  /** Somebody is speaking, and has not said a stop word yet. */
  #isOverhearing = false
  #overheardAt: number | null = null
  /** What was said with the stop word, to be answered. */
  #said: Int16Array | null = null
  /** Utterances are understood one after the other. */
  #understanding: Promise<void> = Promise.resolve()

  /** @throws SoundcheckError `handler` when there is no stop word, or an option is out of its range. */
  constructor(fn: ReplyFunction, stopWords: readonly string[], options: ReplyOnStopWordsOptions = {}) {
    super(fn, options)
    this.#fn = fn
    this.#match = createStopWordMatcher(stopWords)
    this.stopWords = stopWords
    this.#stt = options.stt ?? defaultSpeechToText
  }

  override get [handlerKindBrand](): HandlerKind {
    return 'ReplyOnStopWords'
  }

  override copy(): ReplyOnStopWords {
    return construct(this, this.#fn, this.stopWords, this.replyOptions) as ReplyOnStopWords
  }

  override async startUp(): Promise<void> {
    this.loop.createTask(async () => this.#stt.prepare?.())
    await super.startUp()
  }

  /** @internal */
  protected override wakeWords(): readonly string[] {
    return this.stopWords
  }

  /** @internal */
  protected override get isHearing(): boolean {
    return this.#isOverhearing || super.isHearing
  }

  /** @internal */
  protected override speechStarted(soundAt: number | null): void {
    if (this.#isAwake) {
      super.speechStarted(soundAt)
      return
    }
    this.#isOverhearing = true
    this.#overheardAt = soundAt
    this.hearing.begin()
  }

  /** @internal */
  protected override speechPaused(soundAt: number | null): void {
    if (!this.#isOverhearing) {
      super.speechPaused(soundAt)
      this.#isAwake = false
      return
    }
    this.#isOverhearing = false
    const [utterance, startedAt] = [this.hearing.take(), this.#overheardAt]
    const task = this.#understanding.then(() => this.#understand(utterance, startedAt, soundAt))
    this.loop.createTask(task)
    // The loop reports what went wrong; what is said next is understood all the same.
    this.#understanding = task.catch(() => undefined)
  }

  /** @internal */
  protected override keepSpeech(): void {
    if (this.#said === null) super.keepSpeech()
  }

  /** @internal */
  protected override takeUtterance(): Int16Array {
    return this.#said ?? super.takeUtterance()
  }

  async #understand(said: Int16Array, startedAt: number | null, soundAt: number | null): Promise<void> {
    const frame: AudioFrame = [this.inputSampleRate, this.expectedLayout === 'stereo' ? toMono(said) : said]
    const found = this.#match(await this.#stt.transcribe(frame, { phrases: this.stopWords }))
    if (!found) return
    this.conversation.tellStopWord(found.phrase, soundAt)
    if (found.rest === '') this.#wake()
    else this.#answer(said, startedAt, soundAt)
  }

  /** What is said next is the turn; it may have begun already. */
  #wake(): void {
    this.#isAwake = true
    if (!this.#isOverhearing) return
    this.#isOverhearing = false
    super.speechStarted(this.#overheardAt)
  }

  #answer(said: Int16Array, startedAt: number | null, soundAt: number | null): void {
    this.#said = said
    super.speechStarted(startedAt)
    super.speechPaused(soundAt)
    this.#said = null
  }
}

function toMono(samples: Int16Array): Int16Array {
  return Int16Array.from(
    { length: samples.length / 2 },
    (_, n) => ((samples[2 * n] ?? 0) + (samples[2 * n + 1] ?? 0)) / 2,
  )
}
