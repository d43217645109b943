import type { WireError } from '../../../contract/errors'
import type { HandlerVersion } from '../handler-version'

/** Which version it is about, without its code. */
export type RejectedVersion = Pick<HandlerVersion, 'id' | 'version'>

/** A version that was tried and is no good. */
export interface Rejection {
  readonly version: number
  readonly error: WireError
}
