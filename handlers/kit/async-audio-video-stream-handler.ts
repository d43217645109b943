import type { HandlerKind } from '../../contract/manifest'
import { AsyncStreamHandler } from './async-stream-handler'
import { handlerKindBrand } from './brand'
import type { VideoEmitType } from './frames'
import type { VideoFrame } from './video-frame'

/** An asynchronous handler of audio and video. Source: FastRTC `AsyncAudioVideoStreamHandler`. */
export abstract class AsyncAudioVideoStreamHandler extends AsyncStreamHandler {
  override get [handlerKindBrand](): HandlerKind {
    return 'AsyncAudioVideoStreamHandler'
  }

  /** Called with each picture of the client, in `static videoFormat`; while it awaits the newest two are kept. */
  abstract videoReceive(frame: VideoFrame): Promise<void>

  /**
   * Awaited and called again: when a picture has come in, an `AsyncQueue` got an item, or it is time for the next one at
   * `fps` pictures a second.
   */
  abstract videoEmit(): Promise<VideoEmitType>
}
