import type { AudioFrame } from '../frames'

/**
 * What a reply function is given where a typed text can stand for speech (`variant: 'textbox'`). Source: FastRTC
 * `WebRTCData`.
 */
export interface WebRTCData {
  readonly webrtcId: string
  /** What was typed; empty for a spoken turn. */
  readonly textbox: string
  /** What was said: `[Hz, samples]`; no samples for a typed turn. */
  readonly audio: AudioFrame
}
