import { createNotice } from './create-message'
import { hostBinding } from './host-binding'

/**
 * Shows the client a warning: sends `{"type":"warning","data":text,"message":text}` on the data channel. The stream goes
 * on. Does nothing while there is no channel. Source: FastRTC `Warning`.
 */
export function warning(text = 'Warning issued.'): void {
  hostBinding()?.send(createNotice('warning', text))
}
