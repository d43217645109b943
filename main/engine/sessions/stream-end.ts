import type { MediaPaths } from './media-paths'
import type { MessagePath } from './message-path'

export interface StreamEndOptions {
  readonly media: MediaPaths
  readonly messages: MessagePath
  readonly close: (reason: string) => Promise<void>
}

/** What was handed to the wire last still waits in the client's jitter buffer, and would be cut off with the connection, ms. */
const PLAYOUT_TIME = 200

/** The end that a handler gives its own stream: what it emitted is played, the client is told, and the session closes. */
export function createStreamEnd({ media, messages, close }: StreamEndOptions) {
  let begun = false
  let cancelled = false
  let playout: NodeJS.Timeout | undefined

  function finish(message: string | null): void {
    if (message === null) {
      void close("the handler's stream is finished")
      return
    }
    messages.send(JSON.stringify({ type: 'end_stream', data: message }))
    void close(`the handler ended the stream: ${message}`)
  }

  return {
    /** `message` is for the client; null = the stream came to its natural end, of which no client is told. */
    async begin(message: string | null): Promise<void> {
      if (begun) return
      begun = true
      await media.whenDrained()
      if (cancelled) return
      if (media.isSending()) playout = setTimeout(finish, PLAYOUT_TIME, message)
      else finish(message)
    },
    /** The session ends for another reason. */
    cancel(): void {
      cancelled = true
      clearTimeout(playout)
    },
  }
}
