import { closeStreamBrand, isBranded } from './brand'

/**
 * Emitted to end the stream: what is queued for playback is still played, then the client gets an `end_stream` message
 * with this text and the session ends. Source: FastRTC `CloseStream`.
 */
export class CloseStream {
  readonly message: string

  constructor(message = 'Stream closed') {
    this.message = message
  }

  get [closeStreamBrand](): true {
    return true
  }
}

/** Whether `value` is a {@link CloseStream}, of whichever copy of the kit. */
export function isCloseStream(value: unknown): value is CloseStream {
  return isBranded(value, closeStreamBrand)
}
