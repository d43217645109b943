import { SoundcheckError } from '../../contract/errors'
import type { HostReport } from '../../contract/host'
import { MAX_MESSAGE_BYTES } from '../../contract/json'
import type { HandlerChannel } from '../kit/instance-runtime'

/** The client's data channel, as far as this thread reaches: the engine sends. */
export class ClientChannel implements HandlerChannel {
  readonly #post: (report: HostReport) => void
  #lastSlot = 0

  constructor(post: (report: HostReport) => void) {
    this.#post = post
  }

  send(text: string): void {
    this.#post({ type: 'message', text: checked(text), ack: null })
  }

  /** Sends; gives back the slot that the engine acknowledges when the channel has taken the text. */
  sendWithSlot(text: string): number {
    const ack = this.#lastSlot + 1
    this.#post({ type: 'message', text: checked(text), ack })
    this.#lastSlot = ack
    return ack
  }
}

function checked(text: unknown): string {
  if (typeof text !== 'string') {
    throw new SoundcheckError('handler', `A message is a string, not ${typeof text}`, {
      hint: 'Use JSON.stringify or createMessage(type, data).',
    })
  }
  // UTF-8 has at most three bytes for one unit of UTF-16: short texts need no count.
  if (text.length * 3 <= MAX_MESSAGE_BYTES) return text
  const bytes = Buffer.byteLength(text)
  if (bytes <= MAX_MESSAGE_BYTES) return text
  throw new SoundcheckError('limit', `A message of ${bytes} bytes; the channel takes ${MAX_MESSAGE_BYTES}`, {
    hint: 'Send it in parts.',
  })
}
