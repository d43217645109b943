import { webrtcErrorBrand } from './brand'
import { createNotice } from './create-message'
import { hostBinding } from './host-binding'

/**
 * An error that the client is told of: constructing it sends `{"type":"error","data":message,"message":message}` on the
 * data channel, whether it is thrown or not; thrown, it is not sent a second time. Where there is no channel yet, it is
 * sent when it is thrown out of a method. Source: FastRTC `WebRTCError`.
 */
export class WebRTCError extends Error {
  override readonly name = 'WebRTCError'
  readonly #told: boolean

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.#told = hostBinding()?.send(createNotice('error', message)) ?? false
  }

  /** Whether the client has been told already. */
  get [webrtcErrorBrand](): boolean {
    return this.#told
  }
}

/** Whether `thrown` is a {@link WebRTCError} that was already sent to the client when it was made. */
export function wasClientTold(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown as Partial<WebRTCError>)[webrtcErrorBrand] === true
}
