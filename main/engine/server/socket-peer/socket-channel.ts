import type { DataChannel } from '../../peer'
import type { SocketWire } from './socket-wire'

export interface SocketChannelOptions {
  readonly label: string
  readonly wire: SocketWire
  /** False: what the handler sends ends here; that it was sent is in the journal. */
  readonly takesMessages: boolean
  /** Resolves when the client has heard what was sent to it, or after `limit` ms. */
  readonly whenPlayed: (limit: number) => Promise<void>
}

/** Texts that came while the session was being opened wait for it. */
const MOST_EARLY = 100

/** The messages of a session, as texts on the socket that carries its sound. */
export function createSocketChannel({ label, wire, takesMessages, whenPlayed }: SocketChannelOptions) {
  let listener: ((text: string) => void) | undefined
  let early: string[] | null = []
  let closedListener: (() => void) | undefined

  const channel: DataChannel = {
    label,
    send(data, onTaken) {
      if (takesMessages) wire.send(typeof data === 'string' ? data : new TextDecoder().decode(data))
      onTaken?.()
    },
    async whenDelivered(limit) {
      await Promise.all([wire.whenFlushed(limit), whenPlayed(limit)])
    },
    waiting: () => ({ count: 0, ageMs: 0 }),
    onMessage(take) {
      listener = take
    },
    onClosed(take) {
      closedListener = take
    },
  }

  return {
    channel,
    /** A text of the client for the handler; false = it was dropped, for too many are early. */
    receive(text: string): boolean {
      if (!early) listener?.(text)
      else if (early.push(text) > MOST_EARLY) early.pop()
      else return true
      return early === null
    },
    /** The session takes messages from now on. */
    begin(): void {
      for (const text of early ?? []) listener?.(text)
      early = null
    },
    closed: () => closedListener?.(),
  }
}
