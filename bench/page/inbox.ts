import { messageType, parseMessage } from '../../contract/json'

/** The handler's messages with the times they came in, whether they are asked for before or after. */
export interface Inbox {
  take(text: string): void
  /** Resolves to when the message of this `type` and `data` came in; ms since the epoch. */
  wait(type: string, data: number): Promise<number>
}

export function createInbox(): Inbox {
  const arrived = new Map<string, number>()
  const waiting = new Map<string, (at: number) => void>()
  return {
    take(text) {
      const at = Date.now()
      const message = parseMessage(text)
      const key = `${messageType(message)} ${(message as { readonly data?: unknown }).data}`
      arrived.set(key, at)
      waiting.get(key)?.(at)
    },
    wait(type, data) {
      const key = `${type} ${data}`
      const at = arrived.get(key)
      return at === undefined ? new Promise((resolve) => waiting.set(key, resolve)) : Promise.resolve(at)
    },
  }
}
