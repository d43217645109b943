/** A file that takes what a client is sent. */
export interface Recording {
  /** 20 ms at 48 kHz, stereo interleaved; `pts` in ticks of 48 kHz. */
  audio(samples: Int16Array, pts: number): void
  /** A VP8 frame; `pts` in ticks of 90 kHz. The first is a key frame. */
  video(frame: { readonly payload: Uint8Array; readonly pts: number }): void
  /** Nothing follows: writes what is known only now. Until then the file can be read as far as it goes. */
  finish(durationMs: number): void
  /** Idempotent. */
  close(): void
}

export interface RecordingOptions {
  readonly file: string
  /** Whether a file of that name may be replaced. */
  readonly overwrite: boolean
  /** What there will be to record. */
  readonly has: { readonly audio: boolean; readonly video: boolean }
  /** Pictures a second, where they have to be steady. */
  readonly fps: number
}
