/** Reads the spectrum of a track. */
export interface SpectrumTap {
  /** Hz from one bin to the next. */
  readonly binHz: number
  /** dB of each bin; the same array each time. */
  read(): Float32Array
  close(): void
}

/** 23 Hz at 48 kHz: fine enough for one tone, short enough to see it grow. */
export const FFT_SIZE = 2048

export function createSpectrumTap(context: AudioContext, track: MediaStreamTrack): SpectrumTap {
  const source = context.createMediaStreamSource(new MediaStream([track]))
  const analyser = new AnalyserNode(context, { fftSize: FFT_SIZE, smoothingTimeConstant: 0 })
  source.connect(analyser)
  const bins = new Float32Array(analyser.frequencyBinCount)
  return {
    binHz: context.sampleRate / FFT_SIZE,
    read: () => {
      analyser.getFloatFrequencyData(bins)
      return bins
    },
    close: () => {
      source.disconnect()
      analyser.disconnect()
    },
  }
}
