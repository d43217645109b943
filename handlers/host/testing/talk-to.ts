import type { TurnEvent, TurnEventName } from '../../../contract/turns'
import type { TestHost } from './run-host'

/** Blocks of 20 ms that are sent before it is made sure that the handler has heard them: its queue holds 50. */
const AT_A_TIME = 16
const WINDOW_MS = 32
/** Windows that may be heard but not told of yet. */
const UNTOLD = 4

/** Says something to a handler that takes turns, as fast as it listens, and plays back what it emits. */
export function talkTo(host: TestHost, sampleRate = 48_000) {
  const block = sampleRate / 50
  let sentBlocks = 0

  const heard = (): number =>
    host.all('speech').reduce((sum, { probabilities }) => sum + probabilities.length, 0)

  return {
    /** Resolves when the handler has listened to all of it. */
    async say(samples: Int16Array): Promise<void> {
      for (let at = 0; at < samples.length; at += AT_A_TIME * block) {
        const part = samples.subarray(at, at + AT_A_TIME * block)
        for (let n = 0; n + block <= part.length; n += block) {
          host.audio(part.slice(n, n + block), 1, sentBlocks++)
        }
        const windows = Math.floor((sentBlocks * 20) / WINDOW_MS) - UNTOLD
        await host.until(() => heard() >= windows, `${windows} windows of speech`)
      }
    },
    /** All that was emitted so far has been played. */
    play(): void {
      host.post({ type: 'played', count: host.all('audio').length })
    },
    events: (): readonly TurnEvent[] => host.all('turn').map(({ event }) => event),
    names: (): readonly TurnEventName[] => host.all('turn').map(({ event }) => event.name),
    async event(name: TurnEventName, nth = 0): Promise<TurnEvent> {
      const events = (): TurnEvent[] =>
        host.all('turn').flatMap(({ event }) => (event.name === name ? [event] : []))
      await host.until(() => events().length > nth, `${name} number ${nth + 1}`)
      return events()[nth] as TurnEvent
    },
    /** The JSON of the messages to the client. */
    messages: (): unknown[] => host.all('message').map(({ text }) => JSON.parse(text) as unknown),
  }
}
