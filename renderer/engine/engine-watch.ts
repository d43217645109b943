import type { Client } from '../state/client'
import type { Signal } from '../state/signal'
import { createSignal } from '../state/signal'

/** How the engine behind this window fares. */
export type EngineNews =
  | { readonly status: 'running' }
  | {
      readonly status: 'ended'
      readonly message: string
      /** When it starts again by itself, ms since the epoch; null = it does not. */
      readonly restartsAt: number | null
      /** Whose call was cut off. */
      readonly handlerId: string | null
    }
  | { readonly status: 'restarted'; readonly handlerId: string | null }

export interface EngineWatch {
  readonly news: Pick<Signal<EngineNews>, 'get' | 'subscribe'>
  /** That it runs again needs no more saying. */
  settle(): void
  close(): void
}

export interface EngineWatchDeps {
  readonly client: Client
  readonly now: () => number
  /** The handler of the call that runs just now. */
  readonly handlerInCall: () => string | null
}

const running: EngineNews = { status: 'running' }

/** To be made before anything that ends the call with the engine: it asks whose call is cut off. */
export function createEngineWatch({ client, now, handlerInCall }: EngineWatchDeps): EngineWatch {
  const news = createSignal<EngineNews>(running)
  const cutOff = () => {
    const before = news.get()
    return before.status === 'running' ? null : before.handlerId
  }
  const offs = [
    client.on('shell.engineFailed', ({ message, restartsInMs }) => {
      const restartsAt = typeof restartsInMs === 'number' ? now() + restartsInMs : null
      news.set({ status: 'ended', message, restartsAt, handlerId: handlerInCall() ?? cutOff() })
    }),
    client.on('shell.engineRestarted', () => news.set({ status: 'restarted', handlerId: cutOff() })),
  ]
  return {
    news,
    settle: () => {
      if (news.get().status === 'restarted') news.set(running)
    },
    close: () => {
      for (const off of offs) off()
    },
  }
}
