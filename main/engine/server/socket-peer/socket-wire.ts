import type { WebSocket } from 'ws'
import { SoundcheckError } from '../../../../contract/errors'

/** Sound that waits for a client beyond this is old, bytes: some two seconds of it. */
const MEDIA_LIMIT_BYTES = 64 * 1024
/** Texts that may wait for a client before further ones are refused, bytes. */
const TEXT_LIMIT_BYTES = 1024 * 1024
/** The other side answers the closing frame within this, or is cut off, ms. */
const CLOSE_LIMIT = 1000
/** How often it is looked whether everything has gone out, ms. */
const FLUSH_CHECK = 5
/** What a closing frame has room for, bytes. Source: RFC 6455 section 5.5. */
const REASON_BYTES = 123

/** The outgoing half of a WebSocket: bounded, and closed within a bound. */
export interface SocketWire {
  readonly isOpen: boolean
  /** Sends what is only worth it now; false = it was dropped, for the client does not read, or is gone. */
  offer(text: string): boolean
  /** Throws `limit` when the client does not keep up, `closed` when it is gone. */
  send(text: string): void
  /** Resolves when the system has taken all that was sent, when the socket is closed, or after `limit` ms. */
  whenFlushed(limit: number): Promise<void>
  /** Idempotent; resolves when the socket is closed. `code` as in RFC 6455 section 7.4.1. */
  close(code: number, reason: string): Promise<void>
}

/** As much of `text` as a closing frame takes, in whole characters. */
function fitting(text: string): string {
  const room = new Uint8Array(REASON_BYTES)
  const { read } = new TextEncoder().encodeInto(text, room)
  return text.slice(0, read)
}

/** What a client did when the WebSocket itself closes it, without a word. Source: RFC 6455 section 7.4.1. */
const ofClients: { readonly [code: number]: string } = {
  1002: 'a frame was not as RFC 6455 has it',
  1007: 'a text was not valid UTF-8',
  1009: 'a message was larger than 1 MiB',
}

/** From now on every closing frame that has a code has a reason in words as well. */
function explainCloses(socket: WebSocket): void {
  const close = socket.close.bind(socket)
  socket.close = (code, reason = code === undefined ? undefined : ofClients[code]) => close(code, reason)
}

export function createSocketWire(socket: WebSocket): SocketWire {
  explainCloses(socket)
  let closing: Promise<void> | undefined
  const isOpen = () => socket.readyState === socket.OPEN

  return {
    get isOpen() {
      return isOpen()
    },
    offer(text) {
      if (!isOpen() || socket.bufferedAmount > MEDIA_LIMIT_BYTES) return false
      socket.send(text)
      return true
    },
    send(text) {
      if (!isOpen()) throw new SoundcheckError('closed', 'the socket is closed')
      if (socket.bufferedAmount > TEXT_LIMIT_BYTES)
        throw new SoundcheckError('limit', 'the client does not take messages as fast as they are sent', {
          hint: 'Send fewer or smaller messages.',
        })
      socket.send(text)
    },
    whenFlushed(limit) {
      const isFlushed = () => !isOpen() || socket.bufferedAmount === 0
      if (isFlushed()) return Promise.resolve()
      let looksLeft = Math.ceil(limit / FLUSH_CHECK)
      return new Promise((resolve) => {
        const timer = setInterval(() => {
          looksLeft -= 1
          if (!isFlushed() && looksLeft > 0) return
          clearInterval(timer)
          resolve()
        }, FLUSH_CHECK)
      })
    },
    close(code, reason) {
      closing ??= new Promise((resolve) => {
        if (socket.readyState === socket.CLOSED) {
          resolve()
          return
        }
        const late = setTimeout(() => socket.terminate(), CLOSE_LIMIT)
        socket.once('close', () => {
          clearTimeout(late)
          resolve()
        })
        socket.close(code, fitting(reason))
      })
      return closing
    },
  }
}
