import type { Reply } from '../../contract/errors'
import { fromWireError, messageOf, SoundcheckError } from '../../contract/errors'
import type { Bridge, EventName, Events, RequestName, RequestParams, RequestResult } from '../../contract/ipc'

export type RequestArgs<N extends RequestName> =
  Record<string, never> extends RequestParams<N> ? [params?: RequestParams<N>] : [params: RequestParams<N>]

/** The typed way to the engine and the shell; a request that was refused rejects with a SoundcheckError. */
export interface Client {
  request<N extends RequestName>(name: N, ...args: RequestArgs<N>): Promise<RequestResult<N>>
  on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void
  close(): void
}

type Listeners = { readonly [N in EventName]: Set<(payload: Events[N]) => void> }

async function ask(bridge: Bridge, name: RequestName, params: unknown): Promise<Reply<unknown>> {
  try {
    return (await bridge.request(name, params)) as Reply<unknown>
  } catch (thrown) {
    throw new SoundcheckError('unavailable', `The request ${name} got no answer: ${messageOf(thrown)}`, {
      hint: 'Restart Soundcheck if this happens again.',
      cause: thrown,
    })
  }
}

export function createClient(bridge: Bridge): Client {
  const listeners: Listeners = {
    'state.patched': new Set(),
    'session.turn': new Set(),
    'session.speech': new Set(),
    'session.loudness': new Set(),
    'journal.grew': new Set(),
    'export.progressed': new Set(),
    'shell.engineFailed': new Set(),
    'shell.engineRestarted': new Set(),
    'shell.settingsAsked': new Set(),
  }
  const off = bridge.on((name, payload) => {
    for (const listener of listeners[name] as Set<(payload: unknown) => void>) listener(payload)
  })
  return {
    request: async <N extends RequestName>(name: N, ...args: RequestArgs<N>) => {
      const reply = await ask(bridge, name, args[0] ?? {})
      if (!reply.ok) throw fromWireError(reply.error)
      return reply.value as RequestResult<N>
    },
    on: (name, listener) => {
      listeners[name].add(listener)
      return () => {
        listeners[name].delete(listener)
      }
    },
    close: off,
  }
}
