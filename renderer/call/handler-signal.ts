import { messageType, parseMessage } from '../../contract/json'

/** What a handler asks of its client over the data channel. Source: FastRTC's messages; all others are for the log. */
export type HandlerSignal =
  /** It wants the values of its inputs now. */
  | { readonly type: 'send_input' }
  /** The stream is over; `text` says why, empty = it does not say. */
  | { readonly type: 'end_stream'; readonly text: string }
  /** It has heard what wakes it up. */
  | { readonly type: 'stopword' }

/** Most messages are none of these: they are not worth parsing here. */
const MAYBE = /"(?:send_input|end_stream|stopword)"/

/** The signal in a text of the data channel; null when it is an ordinary message. */
export function handlerSignal(text: string): HandlerSignal | null {
  if (!MAYBE.test(text)) return null
  const message = parseMessage(text)
  const type = messageType(message)
  if (type === 'send_input' || type === 'stopword') return { type }
  if (type !== 'end_stream') return null
  const { data } = message as { readonly data?: unknown }
  return { type, text: typeof data === 'string' ? data.trim() : '' }
}
