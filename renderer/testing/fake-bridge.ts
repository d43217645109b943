import type { Reply } from '../../contract/errors'
import { replyOf, SoundcheckError } from '../../contract/errors'
import type { Bridge, EventName, Events, RequestName, RequestParams, RequestResult } from '../../contract/ipc'

export type Answers = {
  readonly [N in RequestName]?: (params: RequestParams<N>) => RequestResult<N> | Promise<RequestResult<N>>
}

export interface FakeBridge {
  readonly bridge: Bridge
  /** Every request so far, oldest first. */
  readonly asked: { readonly name: RequestName; readonly params: unknown }[]
  paramsOf<N extends RequestName>(name: N): readonly RequestParams<N>[]
  emit<N extends EventName>(name: N, payload: Events[N]): void
}

/** Stands for the preload in tests: answers with `answers`, refuses what they leave out. */
export function createFakeBridge(answers: Answers): FakeBridge {
  const listeners = new Set<(name: EventName, payload: unknown) => void>()
  const asked: FakeBridge['asked'] = []
  const request = (name: RequestName, params: unknown): Promise<Reply<unknown>> => {
    asked.push({ name, params })
    const answer = answers[name] as ((params: unknown) => unknown) | undefined
    return replyOf(() => {
      if (!answer) throw new SoundcheckError('unavailable', `No answer was prepared for ${name}.`)
      return answer(params)
    })
  }
  return {
    bridge: {
      request,
      on: (listener) => {
        listeners.add(listener)
        return () => {
          listeners.delete(listener)
        }
      },
    },
    asked,
    paramsOf: (name) => asked.filter((one) => one.name === name).map((one) => one.params as never),
    emit: (name, payload) => {
      for (const listener of listeners) listener(name, payload)
    },
  }
}
