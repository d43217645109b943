import type { Signal } from '../state/signal'
import { createSignal } from '../state/signal'

/** The message that is being written; it outlives its field. */
export interface Draft {
  readonly text: string
  /** What is to be done with it: nothing, or the caret is to go there, or its repeats are to be chosen. */
  readonly wants: 'nothing' | 'focus' | 'repeat'
}

export interface MessageDraft extends Pick<Signal<Draft>, 'get' | 'subscribe'> {
  write(draft: Draft): void
}

export function createMessageDraft(): MessageDraft {
  const signal = createSignal<Draft>({ text: '', wants: 'nothing' })
  return { get: signal.get, subscribe: signal.subscribe, write: signal.set }
}
