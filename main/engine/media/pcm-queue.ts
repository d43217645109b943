/** A stretch of audio that one emission left in the queue. */
interface Piece<M> {
  readonly samples: Int16Array
  readonly meta: M
}

/** A cut of the queue, with what is known of its first (longest waiting) sample. */
export interface PcmCut<M> {
  readonly samples: Int16Array
  readonly meta: M
}

/** Interleaved samples of any piece lengths, to be taken out in blocks of one length. Lengths are in values. */
export interface PcmQueue<M> {
  /** Takes the buffer as its own; it must not be changed afterwards. */
  push(samples: Int16Array, meta: M): void
  /** The oldest `length` values, filled up with silence when there are fewer; null when there are none. */
  take(length: number): PcmCut<M> | null
  /** Puts other samples in the place of those that wait. */
  change(convert: (samples: Int16Array) => Int16Array): void
  /** Drops the oldest `length` values, or all when there are fewer. */
  drop(length: number): void
  readonly length: number
  /** What is known of the oldest value; null when there is none. */
  readonly oldest: M | null
}

/** An empty {@link PcmQueue}. */
export function createPcmQueue<M>(): PcmQueue<M> {
  let pieces: Piece<M>[] = []
  let offset = 0
  let total = 0

  function advance(count: number): void {
    offset += count
    total -= count
    const first = pieces[0]
    if (!first || offset < first.samples.length) return
    pieces.shift()
    offset = 0
  }

  function consume(length: number, each: (part: Int16Array, at: number) => void): void {
    let at = 0
    for (let first = pieces[0]; first && at < length; first = pieces[0]) {
      const part = first.samples.subarray(offset, offset + length - at)
      each(part, at)
      at += part.length
      advance(part.length)
    }
  }

  return {
    push(samples, meta) {
      if (samples.length === 0) return
      pieces.push({ samples, meta })
      total += samples.length
    },
    take(length) {
      const first = pieces[0]
      if (!first) return null
      if (offset === 0 && first.samples.length === length) {
        advance(length)
        return first
      }
      const samples = new Int16Array(length)
      consume(length, (part, at) => samples.set(part, at))
      return { samples, meta: first.meta }
    },
    change(convert) {
      pieces = pieces.map(({ samples, meta }, n) => ({
        samples: convert(n === 0 ? samples.subarray(offset) : samples),
        meta,
      }))
      offset = 0
      total = pieces.reduce((sum, { samples }) => sum + samples.length, 0)
    },
    drop: (length) => consume(length, () => undefined),
    get length() {
      return total
    },
    get oldest() {
      return pieces[0]?.meta ?? null
    },
  }
}
