/**
 * Judges whether sound is speech. The one that ships is {@link sileroVad}; another one is given to `ReplyOnPause` as
 * `model`. One model serves all copies of a handler; what it remembers of a call lies in its detectors.
 * Source: the `model` of FastRTC's `ReplyOnPause`, which scores whole chunks instead of windows.
 */
export interface VadModel {
  /** Hz of the windows it takes. */
  readonly sampleRate: number
  /** Samples in one window. */
  readonly windowSize: number
  /** A detector for one call. What it throws is reported as a fault of the handler's `startUp`. */
  open(): VadDetector | Promise<VadDetector>
}

/** Follows the sound of one call, window after window. */
export interface VadDetector {
  /**
   * How likely the window is speech, 0..1.
   *
   * @param window `windowSize` samples in -1..1 that follow those of the call before; only valid during the call.
   */
  probability(window: Float32Array): number | Promise<number>
  /** Forgets what was heard. */
  reset(): void
}
