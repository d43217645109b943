import { SoundcheckError } from '../../contract/errors'
import type { HandlerKind } from '../../contract/manifest'
import { type PixelFormat, VIDEO_CLOCK_RATE } from '../../contract/media'
import { AsyncAudioVideoStreamHandler } from './async-audio-video-stream-handler'
import { handlerKindBrand } from './brand'
import { construct } from './copy-handler'
import type { EmitType, VideoEmitType } from './frames'
import type { VideoFrame } from './video-frame'

/** A camera's clock trembles: a picture that is this much early is the one that is due; ticks of 90 kHz, 10 ms. */
const TREMBLE = 900

/** A picture in, a picture (or side data) out; the inputs' values follow the picture, in their order; `this` is the handler. */
export type VideoFunction = (
  this: VideoCallback,
  frame: VideoFrame,
  ...inputs: never[]
) => VideoEmitType | undefined | Promise<VideoEmitType | undefined>

export interface VideoCallbackOptions {
  /** The most pictures a second that the function is called with, 1..240; 30 by default. */
  readonly fps?: number
  /**
   * True: while the function works on one picture only the newest is kept, so that what is shown is never old. False, the
   * default: the newest two are, so that a short hesitation costs no picture. Source: FastRTC `skip_frames`.
   */
  readonly skipFrames?: boolean
  /** The format of the pictures that the function is given; `'rgb24'` by default. */
  readonly videoFormat?: PixelFormat
}

/**
 * A function of one picture as a handler (modality `video`). It is called from the first picture on, with the inputs'
 * present values. Source: FastRTC's video functions and `VideoStreamHandler`.
 */
export class VideoCallback extends AsyncAudioVideoStreamHandler {
  override readonly skipFrames: boolean
  override readonly videoFormat: PixelFormat
  readonly #fn: VideoFunction
  readonly #callbackOptions: VideoCallbackOptions
  #result: VideoEmitType = null
  /** When the next picture is wanted, in ticks of 90 kHz. */
  #wantedAt = Number.NEGATIVE_INFINITY

  /** @throws SoundcheckError `handler` when `fn` is no function or an option is out of its range. */
  constructor(fn: VideoFunction, options: VideoCallbackOptions = {}) {
    if (typeof fn !== 'function') {
      throw new SoundcheckError('handler', `VideoCallback was given ${String(fn)} instead of a function`, {
        hint: 'Give it a function of a VideoFrame that returns a VideoFrame.',
      })
    }
    const { fps = 30 } = options
    super({ fps })
    this.#fn = fn
    this.#callbackOptions = options
    this.skipFrames = options.skipFrames ?? false
    this.videoFormat = options.videoFormat ?? 'rgb24'
  }

  override get [handlerKindBrand](): HandlerKind {
    return 'VideoCallback'
  }

  override copy(): VideoCallback {
    return construct(this, this.#fn, this.#callbackOptions) as VideoCallback
  }

  override async videoReceive(frame: VideoFrame): Promise<void> {
    if (!this.#isWanted(frame.pts)) return
    this.#result = (await this.#fn.call(this, frame, ...(this.latestArgs.slice(1) as never[]))) ?? null
  }

  override async videoEmit(): Promise<VideoEmitType> {
    const result = this.#result
    this.#result = null
    return result
  }

  override async receive(): Promise<void> {
    // Sound is no part of this modality.
  }

  override async emit(): Promise<EmitType> {
    return null
  }

  /** Leaves out pictures so that no more than `fps` a second are left, evenly. */
  #isWanted(pts: number): boolean {
    const interval = VIDEO_CLOCK_RATE / this.fps
    if (pts < this.#wantedAt - TREMBLE) return false
    // After a gap in the pictures the even times begin anew.
    this.#wantedAt = (pts - this.#wantedAt > interval ? pts : this.#wantedAt) + interval
    return true
  }
}
