import type { RowFields } from '../../../../contract/row-fields'
import type { RtpStreamSummary } from '../../../../contract/rtp-streams'
import { createStreamSummaries } from '../../../../contract/rtp-streams'
import type { StoredRow } from '../../journal/journal-line'
import { chosenPair } from './chosen-pair'
import type { StatObject } from './stat-series'

const numberOf = (fields: RowFields, name: string): number | undefined =>
  typeof fields[name] === 'number' ? fields[name] : undefined
const inSeconds = (ms: number | null | undefined): number | undefined =>
  ms === null || ms === undefined ? undefined : ms / 1000

const mimeOf = ({ medium, codec }: RtpStreamSummary): string =>
  `${medium ?? 'audio'}/${codec === 'opus' ? codec : (codec ?? 'unknown').toUpperCase()}`

/** One of each, though several streams have it. */
function codecObjects(streams: readonly RtpStreamSummary[]): readonly StatObject[] {
  const codecs = new Map<number, StatObject>()
  for (const stream of streams) {
    const [payloadType] = stream.payloadTypes
    if (payloadType === undefined) continue
    const values = { payloadType, mimeType: mimeOf(stream), transportId: 'T1' }
    codecs.set(payloadType, { id: `C${payloadType}`, type: 'codec', values })
  }
  return [...codecs.values()]
}

function streamObjects(stream: RtpStreamSummary): readonly StatObject[] {
  const { direction, ssrc, medium, packets, bytes, lost, payloadTypes, feedback, report, keyFrames } = stream
  const kind = medium ?? 'audio'
  const common = { ssrc, kind, mediaType: kind, transportId: 'T1', codecId: `C${payloadTypes[0] ?? 0}` }
  const asked = { pliCount: feedback.plis, firCount: feedback.firs, nackCount: feedback.nacks }
  if (direction === 'in') {
    const received = { packetsReceived: packets, bytesReceived: bytes, packetsLost: lost }
    const jitter = inSeconds(stream.meanJitterMs)
    return [{ id: `IN${ssrc}`, type: 'inbound-rtp', values: { ...common, ...received, jitter, ...asked } }]
  }
  const sent = { packetsSent: packets, bytesSent: bytes, retransmittedPacketsSent: stream.retransmissions }
  const encoded = kind === 'video' ? { keyFramesEncoded: keyFrames } : {}
  const outbound = {
    id: `OUT${ssrc}`,
    type: 'outbound-rtp',
    values: { ...common, ...sent, ...asked, ...encoded },
  }
  if (!report) return [outbound]
  const told = {
    packetsLost: report.lost,
    fractionLost: report.fraction ?? undefined,
    jitter: inSeconds(report.jitterMs),
    roundTripTime: inSeconds(report.rttMs),
  }
  const remote = { ssrc, kind, transportId: 'T1', localId: `OUT${ssrc}`, ...told }
  return [outbound, { id: `RIN${ssrc}`, type: 'remote-inbound-rtp', values: remote }]
}

/** Adds up rows to what `getStats` of the handler's end would have told. */
export function createStatObjects() {
  const streams = createStreamSummaries()
  const messages = { messagesReceived: 0, bytesReceived: 0, messagesSent: 0, bytesSent: 0 }
  let hasMessages = false
  let latest: RowFields = {}
  let pair: readonly StatObject[] = []

  function addMessage({ direction, sizeBytes }: StoredRow): void {
    hasMessages = true
    messages[direction === 'out' ? 'messagesSent' : 'messagesReceived'] += 1
    messages[direction === 'out' ? 'bytesSent' : 'bytesReceived'] += sizeBytes
  }

  function transportObjects(all: readonly RtpStreamSummary[]): readonly StatObject[] {
    const sum = (direction: 'in' | 'out', name: 'bytes' | 'packets'): number =>
      all.filter((one) => one.direction === direction).reduce((total, one) => total + one[name], 0)
    const passed = {
      ...{ bytesReceived: sum('in', 'bytes'), packetsReceived: sum('in', 'packets') },
      ...{ bytesSent: sum('out', 'bytes'), packetsSent: sum('out', 'packets') },
    }
    const ends = pair.length > 0 ? { localCandidateId: 'LC1', remoteCandidateId: 'RC1' } : {}
    const currentRoundTripTime = inSeconds(numberOf(latest, 'rttMs'))
    const state = { state: 'succeeded', nominated: true, transportId: 'T1', ...ends, currentRoundTripTime }
    // Who follows it looks at both ends.
    const selected = pair.length > 0 ? { selectedCandidatePairId: 'CP1' } : {}
    return [
      { id: 'CP1', type: 'candidate-pair', values: { ...state, ...passed } },
      { id: 'T1', type: 'transport', values: { dtlsState: 'connected', ...selected, ...passed } },
      ...pair,
    ]
  }

  /** What no browser tells: how the handler fared. */
  function handlerObject(): readonly StatObject[] {
    const known = Object.entries(latest).filter(([name]) => !/^(packets|lost|bitrate|rtt)/.test(name))
    return known.length === 0
      ? []
      : [{ id: 'SOUNDCHECK', type: 'soundcheck-handler', values: Object.fromEntries(known) }]
  }

  return {
    add(row: StoredRow): void {
      if (row.kind === 'message') addMessage(row)
      else if (row.kind === 'stat') latest = row.fields
      else if (row.kind === 'signal') pair = chosenPair(row) ?? pair
      else streams.add(row)
    },
    /** All objects as they are now. */
    read(): readonly StatObject[] {
      const all = streams.read()
      const channel = { id: 'DC1', type: 'data-channel', values: { ...messages, state: 'open' } }
      return [
        ...codecObjects(all),
        ...all.flatMap(streamObjects),
        ...(all.length > 0 ? transportObjects(all) : []),
        ...(hasMessages ? [channel] : []),
        ...handlerObject(),
      ]
    },
  }
}

export type StatObjects = ReturnType<typeof createStatObjects>
