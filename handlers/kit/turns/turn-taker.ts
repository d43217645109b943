import type { TurnTaking } from '../../../contract/turns'

/** How the host reaches what takes turns in a handler; a handler without this takes none. */
export const turnTaker: unique symbol = Symbol.for('soundcheck.turn-taker')

export interface TurnTaker {
  /** For the manifest; push-to-talk is the inputs' business. */
  describe(): Omit<TurnTaking, 'pushToTalk'>
  /** All that the engine was given by now, or less, has been played. */
  played(): void
  /** The person wants a reply now; `text` is what they typed. */
  trigger(text: string | null): void
  /** The session is over. */
  end(): void
}

/** The turn taker of a handler of any copy of the kit, or null. */
export function turnTakerOf(handler: object): TurnTaker | null {
  return (handler as { readonly [turnTaker]?: TurnTaker })[turnTaker] ?? null
}
