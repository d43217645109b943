import type { HandlerKind } from '../../contract/manifest'
import { handlerKindBrand } from './brand'
import type { AudioFrame, EmitType } from './frames'
import { StreamHandlerBase } from './stream-handler-base'

/**
 * A synchronous audio handler. It has its thread to itself, but while one of its methods runs, no other does: what takes
 * long, or waits for the network, belongs into an `AsyncStreamHandler`. Source: FastRTC `StreamHandler`.
 */
export abstract class StreamHandler extends StreamHandlerBase {
  get [handlerKindBrand](): HandlerKind {
    return 'StreamHandler'
  }

  /** Called once, before the first `receive` and `emit`. */
  startUp(): void {
    // Nothing by default.
  }

  /** Called with each 20 ms of the client's audio. */
  abstract receive(frame: AudioFrame): void

  /**
   * Called after each `receive`, and after 20 ms in which it was not called; once more while what it returns is less
   * than 40 ms ahead of playback. Not called while more than 60 s are.
   */
  abstract emit(): EmitType
}
