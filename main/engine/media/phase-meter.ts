/** Over which the newest sound is looked at, ms: as the momentary loudness. */
const WINDOW_MS = 400
/** One of the parts that make the window, ms. */
const PART_MS = 20
const PARTS = WINDOW_MS / PART_MS
/** Below it sound is silence, which has no phase: RMS -70 dBFS, as loudness is gated. */
const SILENCE = (32_768 * 10 ** (-70 / 20)) ** 2

interface Part {
  readonly both: number
  readonly left: number
  readonly right: number
  readonly samples: number
}

const none: Part = { both: 0, left: 0, right: 0, samples: 0 }

function partOf(stereo: Int16Array): Part {
  let [both, left, right] = [0, 0, 0]
  for (let at = 0; at + 1 < stereo.length; at += 2) {
    const [l, r] = [stereo[at] as number, stereo[at + 1] as number]
    both += l * r
    left += l * l
    right += r * r
  }
  return { both, left, right, samples: stereo.length >> 1 }
}

/**
 * The correlation of two channels over the newest 400 ms: 1 = both are the same (mono), 0 = they have nothing to do with each other,
 * -1 = one is the other turned over, so that a mono loudspeaker plays nothing.
 */
export function createPhaseMeter() {
  let parts: Part[] = []
  return {
    /** @param stereo interleaved; about 20 ms */
    push(stereo: Int16Array): void {
      parts.push(partOf(stereo))
      if (parts.length > PARTS) parts = parts.slice(-PARTS)
    },
    /** null for silence, also of one channel alone. */
    read(): number | null {
      const sum = parts.reduce(
        (all, one) => ({
          both: all.both + one.both,
          left: all.left + one.left,
          right: all.right + one.right,
          samples: all.samples + one.samples,
        }),
        none,
      )
      const least = SILENCE * sum.samples
      if (sum.samples === 0 || sum.left <= least || sum.right <= least) return null
      return sum.both / Math.sqrt(sum.left * sum.right)
    },
  }
}

export type PhaseMeter = ReturnType<typeof createPhaseMeter>
