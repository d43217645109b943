import { ticksToMs } from './timebase'

/** What the place of one packet in its stream says. */
export interface RtpReading {
  /** Since the packet that came before it, whichever that was, ms; null for the first. */
  readonly deltaMs: number | null
  /** Interarrival jitter up to here, ms; null until there are two packets in order. Source: RFC 3550 section 6.4.1. */
  readonly jitterMs: number | null
  /**
   * Sequence numbers that are missing right before it. Some may still come, `late`: lost for good is the sum of these less the number
   * of late packets.
   */
  readonly lost: number
  /** A packet with a higher sequence number came before it. */
  readonly late: boolean
  /** Its sequence number had come before, and nobody had asked for it again. */
  readonly duplicate: boolean
  /** It came after it was asked for: a retransmission. Who is only late is taken for one, too. */
  readonly again: boolean
}

/** One direction of one stream (SSRC), packet by packet in the order in which they pass. */
export interface RtpAnalysis {
  /** @param at when it passed, ms on any clock that does not jump. */
  add(packet: { readonly sequence: number; readonly timestamp: number }, at: number): RtpReading
  /** These sequence numbers (16 bits) were asked for again (NACK). */
  noteAsked(sequences: readonly number[]): void
}

/** Packets of which it is known whether they came; a power of two. */
const REMEMBERED = 1024
/** A jump forward by so many is the sender beginning anew, not a loss. Source: RFC 3550 section A.1, MAX_DROPOUT. */
const MOST_LOST = 3000
/** Source: RFC 3550 section 6.4.1: J += (|D| - J) / 16. */
const JITTER_GAIN = 1 / 16
const HALF_OF_16_BITS = 0x8000

/** The shortest way from one 16-bit number to another; negative = back. */
function step16(from: number, to: number): number {
  const forward = (to - from) & 0xffff
  return forward < HALF_OF_16_BITS ? forward : forward - 0x1_0000
}

/** Of the last {@link REMEMBERED} sequence numbers, unwrapped, which were noted. */
function createRecent() {
  const slots = new Float64Array(REMEMBERED).fill(Number.NaN)
  return {
    has: (sequence: number): boolean => slots[sequence & (REMEMBERED - 1)] === sequence,
    add(sequence: number): void {
      slots[sequence & (REMEMBERED - 1)] = sequence
    },
    remove(sequence: number): void {
      slots[sequence & (REMEMBERED - 1)] = Number.NaN
    },
  }
}

/** Packets that are not in order say nothing about the jitter of the way: they have waited for being asked for, or took another. */
function createJitter(clockRate: number) {
  let last: { readonly at: number; readonly timestamp: number } | null = null
  let ticks = 0
  let ms: number | null = null
  return {
    read: (): number | null => ms,
    add(timestamp: number, at: number): void {
      if (last) {
        // `| 0` because timestamps wrap at 32 bits.
        const d = ((at - last.at) * clockRate) / 1000 - ((timestamp - last.timestamp) | 0)
        ticks += (Math.abs(d) - ticks) * JITTER_GAIN
        ms = ticksToMs(ticks, clockRate)
      }
      last = { at, timestamp }
    },
    restart(): void {
      last = null
    },
  }
}

/** @param clockRate of the stream's timestamps, Hz. */
export function createRtpAnalysis(clockRate: number): RtpAnalysis {
  const came = createRecent()
  const asked = createRecent()
  const jitter = createJitter(clockRate)
  /** The highest sequence number, unwrapped; the first packet is as far from 0 as a stream can be set back. */
  let highest: number | null = null
  let lastAt: number | null = null

  function unwrap(sequence: number): number {
    return highest === null ? sequence + 0x1_0000 : highest + step16(highest & 0xffff, sequence)
  }

  /** How many places it is ahead of the one that was expected; negative = behind; a sender that begins anew is where it should be. */
  function leadOf(place: number): number {
    const lead = highest === null ? 0 : place - highest - 1
    if (lead < MOST_LOST && lead >= -REMEMBERED) return lead
    jitter.restart()
    return 0
  }

  return {
    add({ sequence, timestamp }, at) {
      const place = unwrap(sequence)
      const lead = leadOf(place)
      const deltaMs = lastAt === null ? null : at - lastAt
      lastAt = at
      const seen = came.has(place)
      const again = asked.has(place)
      came.add(place)
      asked.remove(place)
      if (lead < 0)
        return {
          deltaMs,
          jitterMs: jitter.read(),
          lost: 0,
          late: !seen,
          duplicate: seen && !again,
          again,
        }
      highest = place
      jitter.add(timestamp, at)
      return { deltaMs, jitterMs: jitter.read(), lost: lead, late: false, duplicate: false, again: false }
    },
    noteAsked(sequences) {
      for (const sequence of sequences) asked.add(unwrap(sequence))
    },
  }
}
