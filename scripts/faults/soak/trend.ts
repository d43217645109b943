/** A measured value at a time. */
export interface Sample {
  /** ms. */
  readonly at: number
  readonly value: number
}

/** How much `samples` rise a minute, by least squares; 0 of fewer than two. */
export function risePerMinute(samples: readonly Sample[]): number {
  if (samples.length < 2) return 0
  const meanOf = (pick: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length
  const at = meanOf((sample) => sample.at)
  const value = meanOf((sample) => sample.value)
  const spread = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0)
  if (spread === 0) return 0
  return (samples.reduce((sum, one) => sum + (one.at - at) * (one.value - value), 0) / spread) * 60_000
}
