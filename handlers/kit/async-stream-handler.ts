import type { HandlerKind } from '../../contract/manifest'
import { handlerKindBrand } from './brand'
import type { AudioFrame, EmitType } from './frames'
import { StreamHandlerBase } from './stream-handler-base'

/**
 * An asynchronous audio handler: `receive` and `emit` are two loops on one event loop; while one awaits, the other runs,
 * and neither is called again before it has returned. Source: FastRTC `AsyncStreamHandler`.
 */
export abstract class AsyncStreamHandler extends StreamHandlerBase {
  get [handlerKindBrand](): HandlerKind {
    return 'AsyncStreamHandler'
  }

  /** Begins before the first `receive` and `emit`, which do not wait for it; it may run for the whole session. */
  async startUp(): Promise<void> {
    // Nothing by default.
  }

  /** Called with each 20 ms of the client's audio; while it awaits, up to 1 s is queued, then the oldest is dropped. */
  abstract receive(frame: AudioFrame): Promise<void>

  /**
   * Awaited and called again. After `null` it is called again when there is a reason: `receive` returned, an
   * `AsyncQueue` got an item, or 20 ms passed. Not called while more than 60 s of its audio are ahead of playback.
   */
  abstract emit(): Promise<EmitType>
}
