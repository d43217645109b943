/** One packet of a tone as it came off the wire. */
export interface PacketMark {
  /** ms on the runner's clock. */
  readonly at: number
  /** RTP sequence number, 16 bits. */
  readonly sequence: number
  /** Amplitude of the tone in it, 1 = full scale. */
  readonly level: number
}

/** What a stretch of a call was like for who listens to it. */
export interface WireStats {
  readonly packets: number
  /** From one packet to the next, ms. */
  readonly p99Gap: number
  readonly maxGap: number
  /** Gaps of more than {@link LONG_GAP}. */
  readonly longGaps: number
  /** Sequence numbers that never came. */
  readonly lost: number
  /** The longest stretch of played time without the tone, ms: counted in packets, so that it is of the sound alone. */
  readonly maxSilence: number
  /** Of the packets, those with the tone in them: 0..1. */
  readonly toneShare: number
}

/** A browser's jitter buffer hides less than this, ms. */
export const LONG_GAP = 60
/** Of the amplitude of 0.3 that is sent: an echo is as loud, silence after the codec is near 0. */
export const AUDIBLE = 0.05
const PACKET = 20
const WRAP = 0x10000

/** The sequence number that follows `last` in unbroken counting, for a 16-bit one that is near it. */
export function unwrapSequence(last: number, sequence: number): number {
  const ahead = (sequence - (((last % WRAP) + WRAP) % WRAP) + WRAP + WRAP / 2) % WRAP
  return last + ahead - WRAP / 2
}

/** The value that `share` (0..1) of the sorted `values` do not exceed; 0 of none. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

function countLost(marks: readonly PacketMark[]): number {
  const first = marks[0]
  if (!first) return 0
  const seen = new Set<number>()
  let last = first.sequence
  for (const { sequence } of marks) {
    last = unwrapSequence(last, sequence)
    seen.add(last)
  }
  // A loop, because a long call has more numbers than a function takes arguments.
  let lowest = first.sequence
  let highest = first.sequence
  for (const number of seen) {
    lowest = Math.min(lowest, number)
    highest = Math.max(highest, number)
  }
  return highest - lowest + 1 - seen.size
}

/** Where the tone was gone for more than one packet. */
export interface Silence {
  /** Of its first packet, ms on the runner's clock. */
  readonly at: number
  /** Of played time. */
  readonly ms: number
}

/** All of them, in their order. */
export function silencesOf(marks: readonly PacketMark[]): readonly Silence[] {
  const found: Silence[] = []
  let at = 0
  let silent = 0
  for (const mark of [...marks, null]) {
    if (mark && mark.level < AUDIBLE) {
      if (silent === 0) at = mark.at
      silent += 1
      continue
    }
    if (silent > 1) found.push({ at, ms: silent * PACKET })
    silent = 0
  }
  return found
}

function longestSilence(marks: readonly PacketMark[]): number {
  const single = marks.some(({ level }) => level < AUDIBLE) ? PACKET : 0
  return silencesOf(marks).reduce((longest, { ms }) => Math.max(longest, ms), single)
}

/** What `marks`, in the order they came, amount to; `until` counts the wait for a packet that has not come yet, ms. */
export function wireStats(marks: readonly PacketMark[], until: number | null = null): WireStats {
  const gaps = marks.slice(1).map(({ at }, index) => at - (marks[index]?.at ?? at))
  const end = marks.at(-1)
  if (until !== null && end) gaps.push(Math.max(0, until - end.at))
  return {
    packets: marks.length,
    p99Gap: quantileOf(gaps, 0.99),
    maxGap: gaps.reduce((most, gap) => Math.max(most, gap), 0),
    longGaps: gaps.filter((gap) => gap > LONG_GAP).length,
    lost: countLost(marks),
    maxSilence: longestSilence(marks),
    toneShare: marks.length === 0 ? 0 : marks.filter(({ level }) => level >= AUDIBLE).length / marks.length,
  }
}
