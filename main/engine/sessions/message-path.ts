import { SoundcheckError, toWireError } from '../../../contract/errors'
import { MOST_MESSAGES_IN_FLIGHT } from '../../../contract/host'
import { type JsonValue, MAX_MESSAGE_BYTES, messageType, parseMessage } from '../../../contract/json'
import type { QueueReading } from '../../../contract/state'
import type { Clock } from '../clock'
import type { JournalSink } from '../journal/journal'
import { createDropTally } from '../media/drop-tally'
import type { DataChannel } from '../peer'
import { MAX_WAITING } from '../rtc/data-channel'
import type { MessageGate } from './message-gate'
import { createTimeSlices } from './time-slices'

export interface MessagePathOptions {
  readonly journal: JournalSink
  readonly gate: Pick<MessageGate, 'pass'>
  readonly clock: Clock
  readonly onMessage: (message: JsonValue | string) => void
  /** Messages on their way to the handler that it has not taken yet. */
  readonly inFlight: () => number
  /** The handler has stopped, and nothing is under way that would start it again. */
  readonly isStopped: () => boolean
}

/** Beyond this a text is not parsed for its type alone, characters: it is done in the thread that carries the sound. */
const LONGEST_PARSED = 4096
const TYPE_AT_THE_START = /^\s*\{\s*"type"\s*:\s*"([^"\\]{1,100})"/

function typeOf(text: string): string | null {
  if (text.length <= LONGEST_PARSED) return messageType(parseMessage(text))
  return TYPE_AT_THE_START.exec(text)?.[1] ?? null
}

/** Of a message that is refused. */
const MOST_KEPT_BYTES = 64 * 1024

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
  const refused = createDropTally()
  const dropped = createDropTally()

  /** A handler may send a thousand at once: handed over in one go they would hold up the sound of every session. */
  const outgoing = createTimeSlices<{ readonly text: string; readonly onTaken: (() => void) | undefined }>({
    now: options.clock.now,
    work: ({ text, onTaken }) => sendNow(text, onTaken),
  })

  /** `onTaken` is called when the channel has taken the text, or will never take it. */
  function send(text: string, onTaken?: () => void): void {
    outgoing.add({ text, onTaken })
  }

  function sendNow(text: string, onTaken?: () => void): void {
    const type = typeOf(text)
    const passes = options.gate.pass({
      ...{ direction: 'out', type, text },
      deliver: (given) => transmit(given, onTaken),
      discard: () => onTaken?.(),
    })
    if (passes && transmit(text, onTaken)) journal.append({ kind: 'message', direction: 'out', type, text })
  }

  /** True when it is on its way. */
  function transmit(text: string, onTaken?: () => void): boolean {
    try {
      if (!channel) throw new SoundcheckError('closed', 'the data channel is not open')
      channel.send(text, onTaken)
    } catch (thrown) {
      onTaken?.()
      const why = explain(thrown)
      if (refused.note(why))
        journal.append({ kind: 'error', type: typeOf(text), text: `not sent, ${why}\n${text}` })
      return false
    }
    messagesOut += 1
    return true
  }

  /** Tells the client what was wrong with its message: FastRTC's key is `message`, its documentation says `data`. */
  function refuse(reason: string): void {
    send(JSON.stringify({ type: 'error', data: reason, message: reason }))
  }

  function drop(size: number, why: string, remedy: string): void {
    if (!dropped.note(why)) return
    const text = `a message of ${size} bytes was not delivered: ${why}`
    journal.append({ kind: 'error', direction: 'in', text })
    refuse(`Your message of ${size} bytes was dropped: ${why}. ${remedy}`)
  }

  function readQueues(): readonly QueueReading[] {
    const out = channel?.waiting() ?? { count: 0, ageMs: 0 }
    return [
      {
        name: 'messages in',
        unit: 'messages',
        depth: options.inFlight(),
        limit: MOST_MESSAGES_IN_FLIGHT,
        ageMs: null,
        dropped: dropped.dropped,
        reason: dropped.reason,
      },
      {
        name: 'messages out',
        unit: 'messages',
        depth: outgoing.waiting + out.count,
        limit: MAX_WAITING,
        ageMs: out.ageMs,
        dropped: refused.dropped,
        reason: refused.reason,
      },
    ]
  }

  /** What is not delivered can be looked at all the same. */
  function keepRefused(data: string | Uint8Array, size: number): void {
    const isText = typeof data === 'string'
    const kept = (isText ? Buffer.from(data.slice(0, MOST_KEPT_BYTES)) : data).subarray(0, MOST_KEPT_BYTES)
    journal.append({
      kind: 'message',
      direction: 'in',
      type: isText ? typeOf(data) : 'binary',
      text: kept.length < size ? `the first ${kept.length} of ${size} bytes` : '',
      fields: isText ? {} : { binary: true },
      bytes: kept,
    })
  }

  function receive(data: string | Uint8Array): void {
    const size = Buffer.byteLength(data)
    const text = size > MAX_MESSAGE_BYTES ? null : textOf(data)
    if (text === null) {
      keepRefused(data, size)
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
    if (options.inFlight() >= MOST_MESSAGES_IN_FLIGHT) {
      drop(
        size,
        `the handler has ${MOST_MESSAGES_IN_FLIGHT} messages that it has not taken yet`,
        'Send fewer.',
      )
      return
    }
    const message = parseMessage(text)
    const type = messageType(message)
    const passes = options.gate.pass({
      ...{ direction: 'in', type, text },
      deliver: (given) => handOver(parseMessage(given), Buffer.byteLength(given)),
      discard: () => undefined,
    })
    if (!passes) return
    journal.append({ kind: 'message', direction: 'in', type, text })
    handOver(message, size)
  }

  function handOver(message: JsonValue | string, size: number): void {
    if (options.isStopped()) drop(size, 'the handler has stopped', 'Mend it, or start it again.')
    else options.onMessage(message)
  }

  return {
    attach(opened: DataChannel): void {
      channel = opened
      opened.onMessage(receive)
      opened.onClosed(() => {
        if (channel !== opened) return
        channel = undefined
        journal.append({
          kind: 'signal',
          type: 'channel',
          text: `data channel "${opened.label}" closed`,
          fields: { state: 'closed' },
        })
      })
    },
    send,
    /** Resolves when the client has all that was sent to it, or after `limit` ms. */
    async whenDelivered(limit: number): Promise<void> {
      outgoing.finish()
      await channel?.whenDelivered(limit)
    },
    counters: () => ({ messagesIn, messagesOut }),
    readQueues,
    /** Makes a row of what was dropped or refused since the last call; about once a second. */
    tellDropped(): void {
      const notSent = refused.take()
      const lost = dropped.take()
      if (notSent > 0)
        journal.append({ kind: 'error', text: `… ${notSent} more messages were not sent: ${refused.reason}` })
      if (lost > 0)
        journal.append({
          kind: 'error',
          direction: 'in',
          text: `… ${lost} more messages were not delivered: ${dropped.reason}`,
        })
    },
  }
}

export type MessagePath = ReturnType<typeof createMessagePath>
