import type { RowDirection } from '../../contract/journal'
import type { RtpStreamSummary } from '../../contract/rtp-streams'
import type { ClientStat, StatMedium } from '../../contract/stats'

/** One figure of a stream as its two ends tell it. */
export interface EndFigure {
  /** Names of webrtc-stats, at the sender and at the receiver. */
  readonly name: string
  readonly sender: number | null
  readonly receiver: number | null
}

/** A stream with what both of its ends know. */
export interface StreamEnds {
  readonly medium: StatMedium
  readonly direction: RowDirection
  readonly figures: readonly EndFigure[]
}

type Figures = { readonly [name: string]: number | null }

/** What each end counts, as the other end names it; of the others only one end knows. */
const pairs: readonly (readonly [sender: string, receiver: string])[] = [
  ['packetsSent', 'packetsReceived'],
  ['bytesSent', 'bytesReceived'],
  ['framesSent', 'framesReceived'],
  ['keyFramesEncoded', 'keyFramesDecoded'],
  ['nackCount', 'nackCount'],
  ['pliCount', 'pliCount'],
  ['firCount', 'firCount'],
  // What only one of them measures, but everybody wants to know first.
  ['', 'packetsLost'],
  ['', 'jitter'],
  ['roundTripTime', ''],
]

/** With the headers, as they pass on the wire. */
function withHeaders(figures: Figures): Figures {
  const bytes = (name: 'Sent' | 'Received'): Figures => {
    const [payload, headers] = [figures[`bytes${name}`], figures[`headerBytes${name}`]]
    return typeof payload === 'number' ? { [`bytes${name}`]: payload + (headers ?? 0) } : {}
  }
  return { ...figures, ...bytes('Sent'), ...bytes('Received') }
}

const internal = /^(ssrc|mid|transportId|headerBytes)/

function figuresOfClient(stat: ClientStat | undefined): Figures {
  const numbers = Object.entries(stat ?? {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  )
  const all = withHeaders(Object.fromEntries(numbers))
  return Object.fromEntries(Object.entries(all).filter(([name]) => !internal.test(name)))
}

/** The streams of one medium and direction, one after the other, together. */
function figuresOfEngine(streams: readonly RtpStreamSummary[], direction: RowDirection): Figures {
  const sum = (of: (stream: RtpStreamSummary) => number) =>
    streams.reduce((total, stream) => total + of(stream), 0)
  const asked = {
    nackCount: sum(({ feedback }) => feedback.nacks),
    pliCount: sum(({ feedback }) => feedback.plis),
    firCount: sum(({ feedback }) => feedback.firs),
  }
  const passed = [sum(({ packets }) => packets), sum(({ bytes }) => bytes)] as const
  if (direction === 'out') {
    const report = streams.at(-1)?.report
    const told = { roundTripTime: report?.rttMs == null ? null : report.rttMs / 1000 }
    return { packetsSent: passed[0], bytesSent: passed[1], ...asked, ...told }
  }
  const jitterMs = streams.at(-1)?.meanJitterMs ?? null
  const received = { packetsReceived: passed[0], bytesReceived: passed[1] }
  return {
    ...{ ...received, ...asked, packetsLost: sum(({ lost }) => lost) },
    jitter: jitterMs === null ? null : jitterMs / 1000,
  }
}

function join(sender: Figures, receiver: Figures): readonly EndFigure[] {
  const both = pairs
    .map(([sent, received]) => ({
      name: sent && received && sent !== received ? `${sent} → ${received}` : sent || received,
      sender: sender[sent] ?? null,
      receiver: receiver[received] ?? null,
    }))
    .filter((figure) => figure.sender !== null || figure.receiver !== null)
  const paired = (side: 0 | 1) => new Set(pairs.map((pair) => pair[side]))
  const rest = (figures: Figures, side: 0 | 1) =>
    Object.keys(figures).filter((name) => !paired(side).has(name) && figures[name] !== null)
  const names = [...new Set([...rest(sender, 0), ...rest(receiver, 1)])].sort()
  return [
    ...both,
    ...names.map((name) => ({
      name,
      sender: sender[name] ?? null,
      receiver: receiver[name] ?? null,
    })),
  ]
}

/** What both ends know of each medium in each direction. */
export function endsOf(
  streams: readonly RtpStreamSummary[],
  client: readonly ClientStat[],
): readonly StreamEnds[] {
  return (['audio', 'video'] as const).flatMap((medium) =>
    (['in', 'out'] as const).flatMap((direction) => {
      const ours = streams.filter((one) => one.medium === medium && one.direction === direction)
      const type = direction === 'in' ? 'outbound-rtp' : 'inbound-rtp'
      const theirs = figuresOfClient(client.find((stat) => stat.type === type && stat.kind === medium))
      if (ours.length === 0) return []
      const engine = figuresOfEngine(ours, direction)
      const figures = direction === 'in' ? join(theirs, engine) : join(engine, theirs)
      return [{ medium, direction, figures }]
    }),
  )
}
