import type { SessionEntry } from '../../contract/state'
import type { Call } from '../call/call'
import type { InputValues } from '../inputs/input-values'
import type { Client } from '../state/client'

/** What a person tells the handler of the session that the window shows. */
export interface Steering {
  /** Asks for a reply now; `text` is what was typed, null = nothing. */
  trigger(text: string | null): Promise<void>
  setInputs(values: InputValues): Promise<void>
}

/** The own call, or the session of somebody else that is looked at. */
export function createSteering(
  client: Client,
  call: Call,
  outsideId: () => SessionEntry['id'] | null,
): Steering {
  return {
    trigger: async (text) => {
      const sessionId = outsideId()
      if (sessionId === null) return call.trigger(text)
      await client.request('session.trigger', { sessionId, text })
    },
    setInputs: async (values) => {
      const sessionId = outsideId()
      if (sessionId === null) return call.setInputs(values)
      await client.request('session.setInputs', { sessionId, values })
    },
  }
}
