import { SoundcheckError } from '../../../contract/errors'
import type { DataChannel } from '../peer'

/** In place of a data channel, for clients that have none: what a handler sends is refused with the reason. */
export function createNoChannel(): DataChannel {
  return {
    label: '',
    send() {
      throw new SoundcheckError('closed', 'this client takes no messages', {
        hint: 'WHIP and WHEP carry media alone. Connect over WebRTC with a data channel, or over a WebSocket.',
      })
    },
    whenDelivered: () => Promise.resolve(),
    waiting: () => ({ count: 0, ageMs: 0 }),
    onMessage: () => undefined,
    onClosed: () => undefined,
  }
}
