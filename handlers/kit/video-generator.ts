import type { HandlerKind } from '../../contract/manifest'
import { AsyncAudioVideoStreamHandler } from './async-audio-video-stream-handler'
import { handlerKindBrand } from './brand'
import { construct } from './copy-handler'
import type { EmitType, VideoEmitType } from './frames'
import type { InstanceRuntime } from './instance-runtime'
import { requireGeneratorFunction, StreamGenerator } from './stream-generator'
import { attachRuntime } from './stream-handler-base'

/** `function* (...inputs)` or `async function* (...inputs)` that yields what `videoEmit` may return. */
export type VideoGeneratorFunction = (
  this: VideoGenerator,
  ...inputs: never[]
) => Generator<VideoEmitType, unknown, undefined> | AsyncGenerator<VideoEmitType, unknown, undefined>

export interface VideoGeneratorOptions {
  /** Pictures a second that the generator is asked for, 1..240; 30 by default. */
  readonly fps?: number
}

/**
 * A generator of pictures as a handler that only sends (modality `video`, mode `receive`); when it has ended, so does the
 * session. Source: FastRTC's video generators.
 */
export class VideoGenerator extends AsyncAudioVideoStreamHandler {
  readonly #fn: VideoGeneratorFunction
  readonly #options: VideoGeneratorOptions
  readonly #stream: StreamGenerator

  /** @throws SoundcheckError `handler` when `fn` is no function or `fps` is out of its range. */
  constructor(fn: VideoGeneratorFunction, options: VideoGeneratorOptions = {}) {
    requireGeneratorFunction('VideoGenerator', fn)
    super({ fps: options.fps ?? 30 })
    this.#fn = fn
    this.#options = options
    this.#stream = new StreamGenerator(fn, this)
  }

  override get [handlerKindBrand](): HandlerKind {
    return 'VideoGenerator'
  }

  override copy(): VideoGenerator {
    return construct(this, this.#fn, this.#options) as VideoGenerator
  }

  override async videoReceive(): Promise<void> {
    // In this mode nothing comes in.
  }

  override async videoEmit(): Promise<VideoEmitType> {
    return (await this.#stream.next()) as VideoEmitType
  }

  override async receive(): Promise<void> {
    // Nor is sound part of this modality.
  }

  override async emit(): Promise<EmitType> {
    return null
  }

  /** @internal */
  override [attachRuntime](runtime: InstanceRuntime): void {
    super[attachRuntime](runtime)
    runtime.signal.addEventListener('abort', () => this.#stream.end())
  }
}
