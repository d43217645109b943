import type { MediumLinks } from '../../contract/session-links'

/** Tells a handler that answers all that it is given, as it comes, from one that has something to say now and then. */
export interface EchoWatch {
  /** To be given what has passed about once a second; whether it has been an echo all the time. */
  push(links: Pick<MediumLinks, 'handed' | 'emitted' | 'emittedMs'>): boolean
  /** Another instance answers. */
  restart(): void
}

/** Readings in a row before it is called an echo: nobody speaks that long with each second answered by a second. */
const READINGS = 10
/** How far an answer's length may be from that of what it answers. */
const TOLERANCE = 0.25
const BLOCK_MS = 20

/** @param medium sound is compared by its length, pictures by their number. */
export function createEchoWatch(medium: 'audio' | 'video'): EchoWatch {
  let before: { readonly given: number; readonly answered: number } | null = null
  let matching = 0
  /** It had something of its own to say, or nothing: that stays so until another instance answers. */
  let isConversation = false

  return {
    push: ({ handed, emitted, emittedMs }) => {
      const now = {
        given: medium === 'audio' ? handed.count * BLOCK_MS : handed.count,
        answered: medium === 'audio' ? emittedMs : emitted.count,
      }
      const given = now.given - (before?.given ?? now.given)
      const answered = now.answered - (before?.answered ?? now.answered)
      before = now
      if (given <= 0) return matching >= READINGS
      const isMatch = Math.abs(answered / given - 1) <= TOLERANCE
      // An echo that stops has been one: what stops before it was called one was none.
      if (!isMatch && matching < READINGS) isConversation = true
      if (isMatch) matching += 1
      return !isConversation && matching >= READINGS
    },
    restart: () => {
      before = null
      matching = 0
      isConversation = false
    },
  }
}
