/**
 * Where a packet stands in its stream. `next`: ahead of all before it, or the first. `late`: before the highest, and not seen
 * yet. `again`: seen before. `stray`: so far from the others that it counts only once the next one follows it.
 */
export type SequencePlace = 'next' | 'late' | 'again' | 'stray'

/** Which sequence numbers of one stream came. */
export interface SequenceBook {
  /** @param sequence 16 bits, wraps around. */
  add(sequence: number): SequencePlace
  /** Last - first + 1, with wraps; of all beginnings together. */
  expected(): number
  /** Different numbers that came. */
  different(): number
}

/** A jump forward by so many is the sender beginning anew, not a loss. Source: RFC 3550 section A.1, MAX_DROPOUT. */
const MOST_LOST = 3000
/** Of so many numbers back it is known whether they came; a power of two. RFC 3550 section A.1 takes 100 for MAX_MISORDER. */
const REMEMBERED = 1024
const HALF_OF_16_BITS = 0x8000

/** The shortest way from one 16-bit number to another; negative = back. */
function step16(from: number, to: number): number {
  const forward = (to - from) & 0xffff
  return forward < HALF_OF_16_BITS ? forward : forward - 0x1_0000
}

/**
 * Keeps book of the sequence numbers of one stream: wraps, losses, late packets, duplicates, and a sender that begins anew,
 * which two packets in a row must show. Source: RFC 3550 sections A.1 and A.3.
 */
export function createSequenceBook(): SequenceBook {
  const came = new Float64Array(REMEMBERED).fill(Number.NaN)
  let span: { first: number; highest: number } | null = null
  let expectedBefore = 0
  let different = 0
  /** The sequence number that would show that the sender has begun anew. */
  let strayNext: number | null = null

  const slotOf = (place: number) => place & (REMEMBERED - 1)

  function note(place: number): void {
    came[slotOf(place)] = place
    different += 1
  }

  /** Places never come twice: those of a new beginning lie behind all that were before. */
  function begin(sequence: number): void {
    const floor = span === null ? 0x1_0000 : span.highest + 2 * 0x1_0000
    if (span) expectedBefore += span.highest - span.first + 1
    const place = floor - (floor & 0xffff) + sequence
    span = { first: place, highest: place }
    note(place)
  }

  function beginAnew(sequence: number): SequencePlace {
    if (sequence !== strayNext) {
      strayNext = (sequence + 1) & 0xffff
      return 'stray'
    }
    strayNext = null
    begin((sequence - 1) & 0xffff)
    return add(sequence)
  }

  function add(sequence: number): SequencePlace {
    if (span === null) {
      begin(sequence)
      return 'next'
    }
    const place = span.highest + step16(span.highest & 0xffff, sequence)
    const lead = place - span.highest
    if (lead > MOST_LOST || lead <= -REMEMBERED) return beginAnew(sequence)
    strayNext = null
    if (came[slotOf(place)] === place) return 'again'
    note(place)
    span = { first: Math.min(span.first, place), highest: Math.max(span.highest, place) }
    return lead > 0 ? 'next' : 'late'
  }

  return {
    add,
    expected: () => expectedBefore + (span ? span.highest - span.first + 1 : 0),
    different: () => different,
  }
}
