import type { HandlerKind } from '../../contract/manifest'
import { handlerKindBrand } from './brand'
import type { VideoEmitType } from './frames'
import { StreamHandler } from './stream-handler'
import type { VideoFrame } from './video-frame'

/** A synchronous handler of audio and video. Source: FastRTC `AudioVideoStreamHandler`. */
export abstract class AudioVideoStreamHandler extends StreamHandler {
  override get [handlerKindBrand](): HandlerKind {
    return 'AudioVideoStreamHandler'
  }

  /** Called with each picture of the client, in `static videoFormat`; while it is busy the newest two are kept. */
  abstract videoReceive(frame: VideoFrame): void

  /** Called after each `videoReceive`, and `fps` times a second while no pictures come in. */
  abstract videoEmit(): VideoEmitType
}
