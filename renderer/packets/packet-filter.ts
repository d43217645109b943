import type { JournalFilter } from '../../contract/journal'
import type { RtpStreamSummary } from '../../contract/rtp-streams'

/** Which stream is looked at. */
export type StreamKey = Pick<RtpStreamSummary, 'direction' | 'ssrc'>

export const isSameStream = (a: StreamKey | null, b: StreamKey | null): boolean =>
  a?.ssrc === b?.ssrc && a?.direction === b?.direction

/** What went wrong on the way, in the query language; reports have a `lost` of their own. */
export const problemQuery = '(kind:rtp lost:true) or late:true or duplicate:true or type:NACK'

/** The packets of a stream. */
export const mediaQuery = ({ direction, ssrc }: StreamKey): string => `kind:rtp ssrc:${ssrc} dir:${direction}`

/** Beside its packets what both sides report about it. */
const streamQuery = ({ direction, ssrc }: StreamKey): string => `ssrc:${ssrc} (kind:rtcp or dir:${direction})`

export interface PacketChoice {
  /** In the query language, without mistakes. */
  readonly text: string
  /** null = all. */
  readonly stream: StreamKey | null
  readonly onlyProblems: boolean
}

export function packetFilter({ text, stream, onlyProblems }: PacketChoice): JournalFilter {
  const parts = [text.trim(), stream ? streamQuery(stream) : '', onlyProblems ? problemQuery : ''].filter(
    Boolean,
  )
  const whole = parts.length > 1 ? parts.map((part) => `(${part})`).join(' ') : (parts[0] ?? '')
  return { text: whole, kinds: ['rtp', 'rtcp'], directions: [] }
}
