/** The lowest and highest sample of each of the last `columns` windows: what a waveform is drawn from. */
export interface Envelope {
  readonly columns: number
  /** Counts every column ever pushed. */
  readonly count: number
  push(min: number, max: number): void
  /** `age` 0 = the newest; 0 where nothing was recorded. */
  minAt(age: number): number
  maxAt(age: number): number
  reset(): void
}

export function createEnvelope(columns: number): Envelope {
  const mins = new Float32Array(columns)
  const maxs = new Float32Array(columns)
  let count = 0
  const slot = (age: number) => (count - 1 - age + columns * 2) % columns
  const read = (values: Float32Array, age: number) =>
    age < 0 || age >= Math.min(count, columns) ? 0 : (values[slot(age)] ?? 0)
  return {
    columns,
    get count() {
      return count
    },
    push: (min, max) => {
      mins[count % columns] = min
      maxs[count % columns] = max
      count += 1
    },
    minAt: (age) => read(mins, age),
    maxAt: (age) => read(maxs, age),
    reset: () => {
      mins.fill(0)
      maxs.fill(0)
      count = 0
    },
  }
}
