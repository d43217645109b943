import { type FirstMedia, firstOf, type SignalRow } from './signal-row'

/** How long a part of the way may take until it is called slow, ms. */
interface Leg {
  readonly label: string
  readonly from: (rows: readonly SignalRow[], media: FirstMedia) => number | null
  readonly to: (rows: readonly SignalRow[], media: FirstMedia) => number | null
  readonly slowMs: number
  readonly why: string
}

const at = (type: string, state?: string) => (rows: readonly SignalRow[]) =>
  firstOf(rows, type, state)?.atUs ?? null
const iceConnected = (rows: readonly SignalRow[]) =>
  firstOf(rows, 'ice', 'connected')?.atUs ?? firstOf(rows, 'ice', 'completed')?.atUs ?? null

const legs: readonly Leg[] = [
  {
    ...{ label: 'Answering the offer', from: at('offer'), to: at('answer'), slowMs: 500 },
    why: 'The engine was busy, or the handler was slow to start.',
  },
  {
    ...{ label: 'Finding a way', from: at('answer'), to: iceConnected, slowMs: 1000 },
    why: 'Addresses that cannot be reached were tried first, or the client sent its addresses late.',
  },
  {
    ...{ label: 'Agreeing on keys', from: iceConnected, to: at('dtls', 'connected'), slowMs: 1000 },
    why: 'Packets of the handshake were lost, or one side was busy.',
  },
  {
    ...{
      label: 'Opening the data channel',
      from: at('dtls', 'connected'),
      to: at('channel', 'open'),
      slowMs: 1000,
    },
    why: 'The client opens it; it was busy, or packets were lost.',
  },
  {
    label: 'Until the client’s first packet',
    from: at('dtls', 'connected'),
    to: (_, { packetIn }) => packetIn,
    slowMs: 1000,
    why: 'The client’s microphone or camera was not ready yet, or it waits for something.',
  },
  {
    label: 'To the handler',
    from: (_, { packetIn }) => packetIn,
    to: (_, { received }) => received,
    slowMs: 500,
    why: 'The handler was still starting (startUp), or waits for its data channel.',
  },
  {
    label: 'Until its first answer',
    from: (_, { received }) => received,
    to: (_, { emitted }) => emitted,
    slowMs: 1000,
    why: 'That is up to the handler: it may wait for a pause, or for a model.',
  },
]

/** A part of the way that was gone. */
export interface LegTime {
  readonly label: string
  readonly ms: number
  readonly endUs: number
  /** Why it may have been slow; null = it was not. */
  readonly slow: string | null
}

export function legTimes(rows: readonly SignalRow[], media: FirstMedia): readonly LegTime[] {
  return legs.flatMap(({ label, from, to, slowMs, why }) => {
    const [start, end] = [from(rows, media), to(rows, media)]
    if (start === null || end === null) return []
    // What was ready before it was waited for took no time.
    const ms = Math.max(0, (end - start) / 1000)
    return [{ label, ms, endUs: end, slow: ms > slowMs ? why : null }]
  })
}
