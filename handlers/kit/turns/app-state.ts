/**
 * What is known while a person speaks: what `determinePause` decides from. The names are those of FastRTC's `AppState`;
 * the last four are ours.
 */
export interface AppState {
  /** The utterance so far, 16-bit, interleaved in the handler's `expectedLayout`; a copy is made with each access. */
  readonly stream: Int16Array
  /** Hz of `stream`. */
  readonly samplingRate: number
  readonly startedTalking: boolean
  /** Whether a reply is being made or played. */
  readonly responding: boolean
  /** How likely the newest window is speech, 0..1. */
  readonly probability: number
  /** Seconds of speech in the chunk that ends now; what is newer counts more. */
  readonly score: number
  /** ms since the last speech. */
  readonly silence: number
  /** ms since the utterance began, what was kept from before it included. */
  readonly duration: number
}
