import type { RTCDataChannel } from 'werift'
import { SoundcheckError } from '../../../contract/errors'
import { MAX_MESSAGE_BYTES } from '../../../contract/json'

/** What may wait in the channel before further messages are refused: a peer that stopped reading, bytes. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024

export interface DataChannel {
  readonly label: string
  /** Sends one message; throws `limit` when it is too large or the peer does not keep up, `closed` when it is gone. */
  send(data: string | Uint8Array): void
  onMessage(listener: (data: string | Uint8Array) => void): void
  onClosed(listener: () => void): void
}

function refuse(code: 'limit' | 'closed', message: string, hint: string): never {
  throw new SoundcheckError(code, message, { hint })
}

export function createDataChannel(channel: RTCDataChannel): DataChannel {
  return {
    label: channel.label,
    send(data) {
      const bytes = Buffer.byteLength(data)
      if (bytes > MAX_MESSAGE_BYTES) {
        refuse(
          'limit',
          `a message of ${bytes} bytes is over the limit of ${MAX_MESSAGE_BYTES} bytes`,
          'Send it in parts: a larger message would close the data channel.',
        )
      }
      if (channel.readyState !== 'open')
        refuse('closed', 'the data channel is not open', 'Start a session first.')
      if (channel.bufferedAmount > MAX_BUFFERED_BYTES) {
        refuse(
          'limit',
          'the client does not take messages as fast as they are sent',
          'Send fewer or smaller messages.',
        )
      }
      channel.send(typeof data === 'string' ? data : Buffer.from(data))
    },
    onMessage(listener) {
      channel.onMessage.subscribe(listener)
    },
    onClosed(listener) {
      channel.stateChanged.subscribe((state) => {
        if (state === 'closed') listener()
      })
    },
  }
}
