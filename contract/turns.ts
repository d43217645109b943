/** What happens in a conversation. Source: the `log` messages of FastRTC's `ReplyOnPause`, and three of our own. */
export const turnEventNames = [
  /** The person began to speak. */
  'started_talking',
  /** The person stopped: their turn is over. */
  'pause_detected',
  /** A stop word was heard; `detail` is the phrase. */
  'stopword',
  /** The first sound of a reply was emitted, or a reply without any sound ended. */
  'response_starting',
  /** The reply was cut off because the person began to speak. */
  'interrupted',
  /** The reply was made and played to its end. */
  'response_finished',
] as const
export type TurnEventName = (typeof turnEventNames)[number]

export interface TurnEvent {
  readonly name: TurnEventName
  /** When the handler knew; ms on the session's clock. */
  readonly at: number
  /**
   * When the sound was that it is about, ms on the session's clock: the first of the person's speech (`started_talking`,
   * `interrupted`) or the last (`pause_detected`). Null where there is none, as for a typed turn.
   */
  readonly soundAt: number | null
  readonly detail: string | null
}

/** How likely the sound was speech, window after window. */
export interface SpeechReport {
  /** When the first window ended; ms on the session's clock. */
  readonly from: number
  /** ms from one window to the next. */
  readonly step: number
  /** 0..1, oldest first. */
  readonly probabilities: readonly number[]
}

/** How a handler takes turns with the person; null in the manifest of one that does not. */
export interface TurnTaking {
  /** Whether a typed text can stand for speech. */
  readonly typedText: boolean
  /** The input that is held down to talk; null = speech is recognised as such. */
  readonly pushToTalk: string | null
  /** What wakes it up; empty = every utterance is answered. */
  readonly stopWords: readonly string[]
}

/** An input with `control: PUSH_TO_TALK` in its schema is held down to talk. */
export const PUSH_TO_TALK = 'push-to-talk'
