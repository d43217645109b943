import { SoundcheckError, toWireError } from '../../../contract/errors'
import { type JsonValue, MAX_MESSAGE_BYTES, messageType, parseMessage } from '../../../contract/json'
import type { Journal } from '../journal/journal'
import type { DataChannel } from '../rtc/data-channel'

export interface MessagePathOptions {
  readonly journal: Journal
  readonly onMessage: (message: JsonValue | string) => void
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** The text of a message, or null for bytes that are no text. */
function textOf(data: string | Uint8Array): string | null {
  if (typeof data === 'string') return data
  try {
    return strictUtf8.decode(data)
  } catch {
    return null
  }
}

function explain(thrown: unknown): string {
  const { message, hint } = toWireError(thrown)
  return hint ? `${message}. ${hint}` : message
}

/** The data channel between client and handler; everything that passes is in the journal. */
export function createMessagePath(options: MessagePathOptions) {
  const { journal } = options
  let channel: DataChannel | undefined
  let messagesIn = 0
  let messagesOut = 0
  /** Messages in a row that the channel did not take; only the first is a row of its own. */
  let refused = 0

  /** `onTaken` is called when the channel has taken the text, or will never take it. */
  function send(text: string, onTaken?: () => void): void {
    const type = messageType(parseMessage(text))
    try {
      if (!channel) throw new SoundcheckError('closed', 'the data channel is not open')
      channel.send(text, onTaken)
    } catch (thrown) {
      refused += 1
      onTaken?.()
      if (refused === 1)
        journal.append({ kind: 'error', type, text: `not sent, ${explain(thrown)}\n${text}` })
      return
    }
    tellRefused()
    messagesOut += 1
    journal.append({ kind: 'message', direction: 'out', type, text })
  }

  function tellRefused(): void {
    if (refused > 1)
      journal.append({ kind: 'error', text: `… ${refused - 1} more messages were not sent before this one` })
    refused = 0
  }

  /** Tells the client what was wrong with its message: FastRTC's key is `message`, its documentation says `data`. */
  function refuse(reason: string): void {
    send(JSON.stringify({ type: 'error', data: reason, message: reason }))
  }

  function receive(data: string | Uint8Array): void {
    const size = Buffer.byteLength(data)
    const text = size > MAX_MESSAGE_BYTES ? null : textOf(data)
    if (text === null) {
      const why =
        size > MAX_MESSAGE_BYTES ? `is over the limit of ${MAX_MESSAGE_BYTES} bytes` : 'is not UTF-8 text'
      journal.append({
        kind: 'error',
        direction: 'in',
        text: `a message of ${size} bytes ${why}; it was not delivered`,
      })
      refuse(`Your message of ${size} bytes ${why}. Send text of at most ${MAX_MESSAGE_BYTES} bytes.`)
      return
    }
    messagesIn += 1
    const message = parseMessage(text)
    journal.append({ kind: 'message', direction: 'in', type: messageType(message), text })
    options.onMessage(message)
  }

  return {
    attach(opened: DataChannel): void {
      channel = opened
      opened.onMessage(receive)
      opened.onClosed(() => {
        if (channel !== opened) return
        channel = undefined
        journal.append({ kind: 'signal', text: `data channel "${opened.label}" closed` })
      })
    },
    send,
    /** Resolves when the client has all that was sent to it, or after `limit` ms. */
    whenDelivered: (limit: number): Promise<void> => channel?.whenDelivered(limit) ?? Promise.resolve(),
    counters: () => ({ messagesIn, messagesOut }),
  }
}

export type MessagePath = ReturnType<typeof createMessagePath>
