import type { JournalRow, RowDirection } from './journal'
import type { RowFieldValue } from './row-fields'
import { createSequenceBook, type SequenceBook } from './sequence-book'
import { createSpread } from './spread'

/** What the side that receives a stream asks of the one that sends it, so far. Source: RFC 4585, RFC 5104. */
export interface StreamFeedback {
  /** Picture loss indications: a key frame is wanted, because a picture could not be decoded. */
  readonly plis: number
  /** Full intra requests: a key frame is wanted, because somebody joined. */
  readonly firs: number
  readonly nacks: number
  /** Packets that these NACKs asked for again. */
  readonly packetsAsked: number
}

/** The newest that the receiver told of a stream: for one that we send, the only way to know what arrived. Source: RFC 3550, 6.4.1. */
export interface StreamReport {
  readonly atUs: number
  /** Packets since the beginning. */
  readonly lost: number
  /** Since the report before, 0 to 1. */
  readonly fraction: number | null
  readonly jitterMs: number | null
  readonly rttMs: number | null
}

/** One RTP stream of a session: one direction of one synchronisation source (SSRC). Times are on the session's clock. */
export interface RtpStreamSummary {
  /** `in` = from the client. */
  readonly direction: RowDirection
  /** 32 bits. */
  readonly ssrc: number
  /** null = its payload types were not agreed on. */
  readonly medium: 'audio' | 'video' | null
  readonly codec: string | null
  /** In the order in which they were first used. */
  readonly payloadTypes: readonly number[]
  readonly firstUs: number
  readonly lastUs: number
  /** All that passed, also duplicates and retransmissions. */
  readonly packets: number
  /** Of whole RTP packets: header, extensions, payload and padding. */
  readonly bytes: number
  /** Last sequence number - first + 1, with wraps; beginnings anew are added up. Source: RFC 3550, A.3. */
  readonly expected: number
  /**
   * Sequence numbers that never came: `expected` less the different ones that did. RFC 3550, A.3 subtracts all packets, so that
   * there each duplicate hides a loss; without duplicates both are the same.
   */
  readonly lost: number
  /** Came after a packet with a higher sequence number. */
  readonly late: number
  /** Their sequence number had come before, and nobody had asked for them again. */
  readonly duplicates: number
  readonly retransmissions: number
  /** Interarrival jitter as RFC 3550, 6.4.1 smooths it: its mean over the packets. */
  readonly meanJitterMs: number | null
  readonly maxJitterMs: number | null
  /** Longest time between two packets that followed each other. */
  readonly maxDeltaMs: number | null
  readonly meanDeltaMs: number | null
  /** bit/s of `bytes` from the first packet to the last; null while there is only one. */
  readonly bitrate: number | null
  readonly keyFrames: number
  readonly feedback: StreamFeedback
  readonly report: StreamReport | null
}

/** Answer of `journal.streams`. */
export interface RtpStreams {
  /** In the order in which they began. */
  readonly streams: readonly RtpStreamSummary[]
  /** False while older rows are still being looked at; ask again. */
  readonly complete: boolean
}

/** What of a journal row is looked at. */
export type StreamRow = Pick<JournalRow, 'kind' | 'type' | 'direction' | 'atUs' | 'sizeBytes' | 'fields'>

/** The fields of `rtp` and `rtcp` rows that are looked at, for stores that keep them in columns. */
export const streamRowFields = {
  rtp: ['ssrc', 'seq', 'pt', 'medium', 'codec', 'deltaMs', 'jitterMs', 'key', 'rtx'],
  rtcp: ['ssrc', 'medium', 'lost', 'fraction', 'jitterMs', 'rttMs', 'packets'],
} as const

export interface StreamSummaries {
  /** The next row, in the order of their numbers; rows of other kinds are passed over. */
  add(row: StreamRow): void
  /** Streams in the order in which they began. */
  read(): readonly RtpStreamSummary[]
}

type Changing<T> = { -readonly [K in keyof T]: T[K] }
type Counted = Pick<
  RtpStreamSummary,
  | 'direction'
  | 'ssrc'
  | 'medium'
  | 'codec'
  | 'firstUs'
  | 'lastUs'
  | 'packets'
  | 'bytes'
  | 'retransmissions'
  | 'duplicates'
  | 'late'
  | 'keyFrames'
>

interface Stream {
  readonly counted: Changing<Counted>
  readonly payloadTypes: Set<number>
  readonly numbers: SequenceBook
  readonly jitter: ReturnType<typeof createSpread>
  readonly delta: ReturnType<typeof createSpread>
}

interface Told {
  readonly feedback: Changing<StreamFeedback>
  report: StreamReport | null
}

const keyOf = (direction: RowDirection, ssrc: number) => `${direction} ${ssrc}`
const opposite = (direction: RowDirection): RowDirection => (direction === 'in' ? 'out' : 'in')
const numberOr = <T>(value: RowFieldValue | undefined, other: T): number | T =>
  typeof value === 'number' ? value : other

function mediumOf({ medium }: StreamRow['fields']): Counted['medium'] {
  return medium === 'audio' || medium === 'video' ? medium : null
}

function beginStream(direction: RowDirection, ssrc: number, { atUs, fields }: StreamRow): Stream {
  return {
    counted: {
      ...{ direction, ssrc, medium: mediumOf(fields), firstUs: atUs, lastUs: atUs },
      codec: typeof fields.codec === 'string' ? fields.codec : null,
      ...{ packets: 0, bytes: 0, retransmissions: 0, duplicates: 0, late: 0, keyFrames: 0 },
    },
    payloadTypes: new Set(),
    numbers: createSequenceBook(),
    jitter: createSpread(),
    delta: createSpread(),
  }
}

function countPacket(stream: Stream, { atUs, sizeBytes, fields }: StreamRow): void {
  const { counted, numbers, jitter, delta, payloadTypes } = stream
  counted.lastUs = atUs
  counted.packets += 1
  counted.bytes += sizeBytes
  if (typeof fields.pt === 'number') payloadTypes.add(fields.pt)
  jitter.add(fields.jitterMs)
  delta.add(fields.deltaMs)
  if (fields.key === true) counted.keyFrames += 1
  const place = typeof fields.seq === 'number' ? numbers.add(fields.seq) : 'next'
  if (fields.rtx === true) counted.retransmissions += 1
  else if (place === 'again') counted.duplicates += 1
  if (place === 'late') counted.late += 1
}

function toSummary(stream: Stream, { feedback, report }: Told): RtpStreamSummary {
  const { counted, numbers, jitter, delta, payloadTypes } = stream
  const seconds = (counted.lastUs - counted.firstUs) / 1e6
  const expected = numbers.expected()
  return {
    ...counted,
    payloadTypes: [...payloadTypes],
    expected,
    lost: expected - numbers.different(),
    ...{ meanJitterMs: jitter.mean(), maxJitterMs: jitter.max() },
    ...{ meanDeltaMs: delta.mean(), maxDeltaMs: delta.max() },
    bitrate: seconds > 0 ? (counted.bytes * 8) / seconds : null,
    feedback: { ...feedback },
    report,
  }
}

const nothingTold = (): Told => ({ feedback: { plis: 0, firs: 0, nacks: 0, packetsAsked: 0 }, report: null })

/** Adds up the packets of a session's streams, row by row: the numbers of an RTP analysis, without the rows themselves. */
export function createStreamSummaries(): StreamSummaries {
  const streams = new Map<string, Stream>()
  const told = new Map<string, Told>()

  function toldOf(key: string): Told {
    const there = told.get(key) ?? nothingTold()
    told.set(key, there)
    return there
  }

  function addPacket(row: StreamRow, direction: RowDirection, ssrc: number): void {
    const key = keyOf(direction, ssrc)
    const stream = streams.get(key) ?? beginStream(direction, ssrc, row)
    streams.set(key, stream)
    countPacket(stream, row)
  }

  /** A sender report bears its sender's SSRC: what it tells of a stream is about the other direction of its medium. */
  function subjectOf({ type, fields }: StreamRow, direction: RowDirection, ssrc: number): string | null {
    if (type !== 'SR') return keyOf(opposite(direction), ssrc)
    const medium = mediumOf(fields)
    const found = [...streams.values()].filter(
      ({ counted }) => counted.direction === opposite(direction) && counted.medium === medium,
    )
    const [only] = found
    return only && found.length === 1 ? keyOf(only.counted.direction, only.counted.ssrc) : null
  }

  function addFeedback(row: StreamRow, direction: RowDirection, ssrc: number): void {
    const key = subjectOf(row, direction, ssrc)
    if (key === null) return
    const { type, fields, atUs } = row
    const { feedback } = toldOf(key)
    if (type === 'PLI') feedback.plis += 1
    else if (type === 'FIR') feedback.firs += 1
    else if (type === 'NACK') {
      feedback.nacks += 1
      feedback.packetsAsked += numberOr(fields.packets, 1)
    } else if ((type === 'RR' || type === 'SR') && typeof fields.lost === 'number') {
      const [fraction, jitterMs] = [numberOr(fields.fraction, null), numberOr(fields.jitterMs, null)]
      toldOf(key).report = {
        atUs,
        lost: fields.lost,
        fraction,
        jitterMs,
        rttMs: numberOr(fields.rttMs, null),
      }
    }
  }

  return {
    add(row) {
      const { kind, direction, fields } = row
      if (direction === null || typeof fields.ssrc !== 'number') return
      if (kind === 'rtp') addPacket(row, direction, fields.ssrc)
      else if (kind === 'rtcp') addFeedback(row, direction, fields.ssrc)
    },
    read: () => [...streams].map(([key, stream]) => toSummary(stream, told.get(key) ?? nothingTold())),
  }
}
