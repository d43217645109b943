import type { RowDirection } from '../../../../contract/journal'
import {
  CLIENT_SAMPLE_RATE,
  type ClientStat,
  limitations,
  type StatId,
  type StatMedium,
  type StatName,
  streamStatId,
  usedPair,
} from '../../../../contract/stats'

/** Told of what a client measured in the time up to a reading. */
export interface ClientFigures {
  /** This many more since the reading before, which was at `fromUs`. */
  counted(id: StatId, more: number, fromUs: number): void
  measured(id: StatId, value: number): void
}

type Names = { readonly [N in StatName]?: readonly [members: readonly string[], factor: number] }

const S = 1000
/** Samples to ms. */
const SAMPLE = S / CLIENT_SAMPLE_RATE

/** What is counted from the beginning, by our name: members of which it is the sum. */
const countedIn: { readonly [type: string]: Names } = {
  'inbound-rtp': {
    bytes: [['bytesReceived', 'headerBytesReceived'], 1],
    packets: [['packetsReceived'], 1],
    lost: [['packetsLost'], 1],
    frames: [['framesDecoded'], 1],
    keyFrames: [['keyFramesDecoded'], 1],
    keyFramesAsked: [['pliCount', 'firCount'], 1],
    nacks: [['nackCount'], 1],
    framesDropped: [['framesDropped'], 1],
    concealedMs: [['concealedSamples'], SAMPLE],
    frozenMs: [['totalFreezesDuration'], S],
    freezes: [['freezeCount'], 1],
  },
  'outbound-rtp': {
    bytes: [['bytesSent', 'headerBytesSent'], 1],
    packets: [['packetsSent'], 1],
    frames: [['framesEncoded'], 1],
    keyFrames: [['keyFramesEncoded'], 1],
    keyFramesAsked: [['pliCount', 'firCount'], 1],
    nacks: [['nackCount'], 1],
  },
}

const numberIn = (stat: ClientStat | undefined, name: string): number | null => {
  const value = stat?.[name]
  return typeof value === 'number' ? value : null
}

function sumOf(stat: ClientStat, members: readonly string[]): number | null {
  const values = members.map((name) => numberIn(stat, name)).filter((value) => value !== null)
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)
}

/** From the handler's side: what the client receives goes out. */
function streamOf(stat: ClientStat): { medium: StatMedium; direction: RowDirection } | null {
  const { kind, type } = stat
  if (kind !== 'audio' && kind !== 'video') return null
  return { medium: kind, direction: type === 'inbound-rtp' ? 'out' : 'in' }
}

/** Makes figures of a client's readings, one after the other: browsers count from the beginning of a stream. */
export function createClientReadings() {
  let before: ReadonlyMap<string, ClientStat> = new Map()
  let beforeUs = 0

  function readStream(stat: ClientStat, old: ClientStat | undefined, figures: ClientFigures): void {
    const stream = streamOf(stat)
    if (!stream) return
    const idOf = (name: StatName) => streamStatId('client', name, stream.medium, stream.direction)
    for (const [name, [members, factor]] of Object.entries(countedIn[stat.type] ?? {})) {
      const now = sumOf(stat, members)
      const then = old ? sumOf(old, members) : null
      if (now !== null && then !== null)
        figures.counted(idOf(name as StatName), (now - then) * factor, beforeUs)
    }
    const jitter = numberIn(stat, 'jitter')
    if (jitter !== null) figures.measured(idOf('jitterMs'), jitter * S)
    const held = heldBack(stat, old)
    if (held !== null) figures.measured(idOf('bufferMs'), held)
    const limitation = limitations.indexOf(stat.qualityLimitationReason as (typeof limitations)[number])
    if (limitation >= 0) figures.measured(idOf('limitation'), limitation)
  }

  /** Mean of what left the jitter buffer since the reading before, ms. */
  function heldBack(stat: ClientStat, old: ClientStat | undefined): number | null {
    const [delay, count] = ['jitterBufferDelay', 'jitterBufferEmittedCount'] as const
    const [seconds, emitted] = [numberIn(stat, delay), numberIn(stat, count)]
    if (seconds === null || emitted === null) return null
    const more = emitted - (numberIn(old, count) ?? 0)
    return more > 0 ? ((seconds - (numberIn(old, delay) ?? 0)) / more) * S : null
  }

  function readPair(stat: ClientStat, figures: ClientFigures): void {
    const roundTrip = numberIn(stat, 'currentRoundTripTime')
    if (roundTrip !== null) figures.measured('client rttMs', roundTrip * S)
    const available = numberIn(stat, 'availableOutgoingBitrate')
    if (available !== null) figures.measured('client available in', available)
  }

  return {
    add(stats: readonly ClientStat[], atUs: number, figures: ClientFigures): void {
      for (const stat of stats) if (stat.type in countedIn) readStream(stat, before.get(stat.id), figures)
      const pair = usedPair(stats)
      if (pair) readPair(pair, figures)
      before = new Map(stats.map((stat) => [stat.id, stat]))
      beforeUs = atUs
    },
  }
}
