import type { HandlerKind } from '../../contract/manifest'
import { AsyncStreamHandler } from './async-stream-handler'
import { handlerKindBrand } from './brand'
import { construct } from './copy-handler'
import type { EmitType } from './frames'
import type { HandlerOptions } from './handler-options'
import type { InstanceRuntime } from './instance-runtime'
import { requireGeneratorFunction, StreamGenerator } from './stream-generator'
import { attachRuntime } from './stream-handler-base'

/** `function* (...inputs)` or `async function* (...inputs)` that yields what `emit` may return. */
export type AudioGeneratorFunction = (
  this: AudioGenerator,
  ...inputs: never[]
) => Generator<EmitType, unknown, undefined> | AsyncGenerator<EmitType, unknown, undefined>

/**
 * A generator of sound as a handler that only sends (modality `audio`, mode `receive`). It is asked for more as long as
 * less than 60 s are ahead of playback; when it has ended and all was played, the session ends.
 * Source: FastRTC's audio generators.
 */
export class AudioGenerator extends AsyncStreamHandler {
  readonly #fn: AudioGeneratorFunction
  readonly #options: HandlerOptions
  readonly #stream: StreamGenerator

  /** @throws SoundcheckError `handler` when `fn` is no function or an option is out of its range. */
  constructor(fn: AudioGeneratorFunction, options: HandlerOptions = {}) {
    requireGeneratorFunction('AudioGenerator', fn)
    super(options)
    this.#fn = fn
    this.#options = options
    this.#stream = new StreamGenerator(fn, this)
  }

  override get [handlerKindBrand](): HandlerKind {
    return 'AudioGenerator'
  }

  override copy(): AudioGenerator {
    return construct(this, this.#fn, this.#options) as AudioGenerator
  }

  override async receive(): Promise<void> {
    // In this mode nothing comes in.
  }

  override async emit(): Promise<EmitType> {
    return (await this.#stream.next()) as EmitType
  }

  /** @internal */
  override [attachRuntime](runtime: InstanceRuntime): void {
    super[attachRuntime](runtime)
    runtime.signal.addEventListener('abort', () => this.#stream.end())
  }
}
