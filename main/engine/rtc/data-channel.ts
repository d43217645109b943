import type { RTCDataChannel } from 'werift'
import { SoundcheckError } from '../../../contract/errors'
import { MAX_MESSAGE_BYTES } from '../../../contract/json'
import type { Clock } from '../clock'
import type { DataChannel } from '../peer'
import { createSendBudget } from './send-budget'

/** What may wait for the channel before further messages are refused: a peer that stopped reading, or a flood. */
export const MAX_WAITING_BYTES = 8 * 1024 * 1024
export const MAX_WAITING = 1000
/** werift makes one packet of each, bytes. */
const PACKET_BYTES = 1200
/**
 * What werift is given at once. Each of its sends waits until its whole queue is empty, and all that wait are woken by
 * each packet: a thousand at once would take the thread for seconds.
 */
const BATCH = 16
const BATCH_BYTES = 64 * 1024

/**
 * An empty text goes as one zero byte under an identifier of its own. werift would send no chunk at all, after which the
 * peer waits for it for ever. Source: RFC 8831 section 6.6.
 */
const EMPTY_TEXT_PPID = 56

/** How often it is looked whether everything has arrived, ms. */
const DELIVERY_CHECK = 5

interface Waiting {
  readonly data: string | Uint8Array
  readonly bytes: number
  readonly onTaken: (() => void) | undefined
  readonly since: number
}

function refuse(code: 'limit' | 'closed', message: string, hint: string): never {
  throw new SoundcheckError(code, message, { hint })
}

function hand(channel: RTCDataChannel, { data, bytes }: Waiting): void {
  if (bytes > 0) channel.send(typeof data === 'string' ? data : Buffer.from(data))
  else if (channel.id !== undefined)
    void channel.sctp.sctp.send(channel.id, EMPTY_TEXT_PPID, Buffer.alloc(1), { ordered: channel.ordered })
}

/** Whether the peer has acknowledged all that werift was given. It tells nobody when that is so. */
function isAcknowledged({ sctp: { sctp } }: RTCDataChannel): boolean {
  const { sentQueue } = sctp as unknown as { readonly sentQueue: readonly unknown[] }
  return sctp.outboundQueue.length === 0 && sentQueue.length === 0
}

export function createDataChannel(channel: RTCDataChannel, clock: Clock): DataChannel {
  const waiting: Waiting[] = []
  const budget = createSendBudget(clock)
  let waitingBytes = 0
  let timer: NodeJS.Timeout | undefined

  function check(bytes: number): void {
    if (bytes > MAX_MESSAGE_BYTES) {
      refuse(
        'limit',
        `a message of ${bytes} bytes is over the limit of ${MAX_MESSAGE_BYTES} bytes`,
        'Send it in parts: a larger message would close the data channel.',
      )
    }
    const limit = channel.sctp.remoteMaxMessageSize
    if (limit > 0 && bytes > limit) {
      refuse('limit', `a message of ${bytes} bytes; this client takes ${limit}`, 'Send it in parts.')
    }
    if (channel.readyState !== 'open')
      refuse('closed', 'the data channel is not open', 'Start a session first.')
    if (waitingBytes + bytes > MAX_WAITING_BYTES || waiting.length >= MAX_WAITING) {
      refuse(
        'limit',
        'the client does not take messages as fast as they are sent',
        'Send fewer or smaller messages.',
      )
    }
  }

  function next(): Waiting | undefined {
    const message = waiting.shift()
    waitingBytes -= message?.bytes ?? 0
    return message
  }

  /** Gives werift the next batch once it has sent the one before, and once the budget allows it. */
  function pump(): void {
    if (channel.bufferedAmount > 0 || channel.readyState !== 'open') return
    for (let given = 0; given < BATCH && channel.bufferedAmount < BATCH_BYTES; given += 1) {
      if (waiting.length > 0 && budget.isSpent) {
        pumpLater()
        return
      }
      const message = next()
      if (!message) return
      budget.spend(Math.max(1, Math.ceil(message.bytes / PACKET_BYTES)))
      hand(channel, message)
      message.onTaken?.()
    }
    // Empty texts leave no trace in the buffered amount: nothing would call for the next batch.
    if (channel.bufferedAmount === 0 && waiting.length > 0) setImmediate(pump)
  }

  function pumpLater(): void {
    if (timer) return
    const { wait } = budget
    const dueAt = clock.now() + wait
    timer = setTimeout(() => {
      timer = undefined
      budget.noteLateness(clock.now() - dueAt)
      pump()
    }, wait)
  }

  channel.bufferedAmountLowThreshold = 0
  channel.bufferedAmountLow.subscribe(() => setImmediate(pump))
  channel.stateChanged.subscribe((state) => {
    if (state !== 'closed') return
    clearTimeout(timer)
    for (let message = next(); message; message = next()) message.onTaken?.()
  })

  return {
    label: channel.label,
    send(data, onTaken) {
      const bytes = Buffer.byteLength(data)
      check(bytes)
      waiting.push({ data, bytes, onTaken, since: clock.now() })
      waitingBytes += bytes
      pump()
    },
    whenDelivered(limit) {
      const isDelivered = () =>
        channel.readyState !== 'open' ||
        (waiting.length === 0 && channel.bufferedAmount === 0 && isAcknowledged(channel))
      if (isDelivered()) return Promise.resolve()
      let looksLeft = Math.ceil(limit / DELIVERY_CHECK)
      return new Promise((resolve) => {
        const timer = setInterval(() => {
          looksLeft -= 1
          if (!isDelivered() && looksLeft > 0) return
          clearInterval(timer)
          resolve()
        }, DELIVERY_CHECK)
      })
    },
    waiting: () => ({ count: waiting.length, ageMs: waiting[0] ? clock.now() - waiting[0].since : 0 }),
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
