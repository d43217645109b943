import { SoundcheckError } from '../../contract/errors'
import type { HostReport } from '../../contract/host'
import { MAX_MESSAGE_BYTES } from '../../contract/json'
import type { HandlerChannel } from '../kit/instance-runtime'

/** Messages on their way to the engine at which an `await sendMessage()` begins to wait. */
const IN_STEP = 32
/** More on their way than this is a loop that never awaits: the engine, and with it every other session, would drown. */
const MOST_ON_THE_WAY = 1000
/** How long a waiting `sendMessage` waits before it looks again, ms. */
const LOOK_AGAIN = 10

/** The client's data channel, as far as this thread reaches: the engine sends, and acknowledges each message. */
export class ClientChannel implements HandlerChannel {
  readonly #post: (report: HostReport) => void
  readonly #acknowledged: () => number
  #lastSlot = 0

  /** @param acknowledged the last slot that the channel has taken. */
  constructor(post: (report: HostReport) => void, acknowledged: () => number) {
    this.#post = post
    this.#acknowledged = acknowledged
  }

  get #onTheWay(): number {
    return this.#lastSlot - this.#acknowledged()
  }

  /** @throws SoundcheckError `limit` when the message is too large or too many are on their way. */
  send(text: string): void {
    this.sendWithSlot(text)
  }

  /** Whether a further message would be refused because too many are on their way. */
  isFull(): boolean {
    return this.#onTheWay >= MOST_ON_THE_WAY
  }

  /** Sends; gives back the slot that the engine acknowledges when the channel has taken the text. */
  sendWithSlot(text: string): number {
    if (this.isFull()) throw tooMany()
    const ack = this.#lastSlot + 1
    this.#post({ type: 'message', text: checked(text), ack })
    this.#lastSlot = ack
    return ack
  }

  /** Resolves when few messages are on their way, or with `end`. */
  async whenInStep(end: AbortSignal): Promise<void> {
    while (this.#onTheWay > IN_STEP && !end.aborted)
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN))
  }
}

function tooMany(): SoundcheckError {
  return new SoundcheckError('limit', `More than ${MOST_ON_THE_WAY} messages are still on their way`, {
    hint: 'Await each sendMessage(): it keeps in step with the channel.',
  })
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
