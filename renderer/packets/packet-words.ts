import type { JournalRow, RowDirection } from '../../contract/journal'
import type { RtpStreamSummary } from '../../contract/rtp-streams'
import { countText } from '../messages/row-text'

export const directionWords: { readonly [D in RowDirection]: string } = {
  in: 'from the client',
  out: 'to the client',
}

export type StatusTone = 'danger' | 'warning' | 'info' | 'key' | 'fine'

/** What is to be said of one packet; the worst comes first. */
export interface PacketStatus {
  readonly tone: StatusTone
  readonly text: string
}

const flags = [
  { name: 'late', tone: 'warning', text: 'late' },
  { name: 'duplicate', tone: 'warning', text: 'duplicate' },
  { name: 'rtx', tone: 'info', text: 'sent again' },
  { name: 'key', tone: 'key', text: 'key frame' },
] as const

export function packetStatus({ fields }: Pick<JournalRow, 'fields'>): readonly PacketStatus[] {
  const { lost } = fields
  const found: PacketStatus[] = flags
    .filter(({ name }) => fields[name] === true)
    .map(({ tone, text }) => ({ tone, text }))
  if (typeof lost === 'number' && lost > 0)
    found.unshift({ tone: 'danger', text: `${countText(lost)} lost before it` })
  return found.length > 0 ? found : [{ tone: 'fine', text: 'ok' }]
}

/** Of RTCP: a request for something to be sent again is a sign of trouble, a key frame may just be wanted by a newcomer. */
export function reportTone({ type }: Pick<JournalRow, 'type'>): StatusTone {
  if (type === 'NACK') return 'danger'
  if (type === 'PLI' || type === 'FIR') return 'warning'
  return 'fine'
}

/** `audio opus`; what was not agreed on has its payload type. */
export function streamName({ fields }: Pick<JournalRow, 'fields'>): string {
  const { medium, codec, pt } = fields
  if (medium === undefined && codec === undefined) return pt === undefined ? '' : `type ${pt}`
  return [medium, codec].filter(Boolean).join(' ')
}

const UNKNOWN = '–'

/** With one digit behind the point; a dash where it is not known. */
export const msText = (ms: unknown): string => (typeof ms === 'number' ? ms.toFixed(1) : UNKNOWN)

export const numberText = (value: unknown): string => (typeof value === 'number' ? String(value) : UNKNOWN)

export function bitrateText(bitrate: number | null): string {
  if (bitrate === null) return UNKNOWN
  if (bitrate < 1_000_000) return `${(bitrate / 1000).toFixed(1)} kbit/s`
  return `${(bitrate / 1_000_000).toFixed(2)} Mbit/s`
}

export function durationText(us: number): string {
  const seconds = us / 1e6
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
}

/** `3 (0.15 %)`. */
export function lossText({ lost, expected }: Pick<RtpStreamSummary, 'lost' | 'expected'>): string {
  if (lost === 0 || expected === 0) return countText(lost)
  const percent = (lost / expected) * 100
  return `${countText(lost)} (${percent.toFixed(percent < 1 ? 2 : 1)} %)`
}

/** What a packet is, for those who hear it. */
export function packetLabel(
  row: Pick<JournalRow, 'kind' | 'type' | 'direction' | 'fields' | 'summary'>,
): string {
  const way = row.direction ? directionWords[row.direction] : ''
  if (row.kind === 'rtcp') return `${row.type ?? 'RTCP'} ${way}: ${row.summary}`
  const status = packetStatus(row)
    .map(({ text }) => text)
    .join(', ')
  return `Packet ${numberText(row.fields.seq)}, ${streamName(row)} ${way}: ${status}`
}
