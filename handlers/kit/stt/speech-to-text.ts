import type { AudioFrame } from '../frames'

/** What is known beforehand about the audio that is to be transcribed. */
export interface TranscriptionHints {
  /** Phrases that matter to the listener, as a person would write them: stop words. An engine may prefer them. */
  readonly phrases?: readonly string[]
}

/**
 * Turns speech into text: what `ReplyOnStopWords` listens with, and what a handler may use for itself. Any object with
 * this method will do. Source: FastRTC's `STTModel`, `stt((rate, array)) -> str`.
 */
export interface SpeechToText {
  /**
   * Loads what the engine needs, so that the first `transcribe` does not have to wait for it. May be called more than
   * once; without it `transcribe` loads by itself.
   */
  prepare?(): Promise<void>
  /**
   * The words in `audio`.
   *
   * @param audio `[sampleRate, samples]`: Hz, signed 16-bit, one channel, of any length; neither kept nor changed.
   * @returns text in the engine's own spelling and punctuation; empty where nothing was understood.
   * @throws SoundcheckError when the engine cannot be loaded, reached or understood.
   */
  transcribe(audio: AudioFrame, hints?: TranscriptionHints): Promise<string>
}
