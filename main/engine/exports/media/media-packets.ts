import type { RowDirection } from '../../../../contract/journal'
import type { StoredRow } from '../../journal/journal-line'
import { readRtpHeader } from '../../media/rtp-header'
import type { ExportSource } from '../export-source'
import type { MediaPacket } from './packet-order'

/** A packet of sound or pictures of one side. */
export interface SidePacket extends MediaPacket {
  readonly medium: 'audio' | 'video'
  readonly side: RowDirection
}

/** The media packet that a row is; null for one of no known medium, or whose bytes are gone. */
export function mediaPacketOf(source: ExportSource, row: StoredRow): SidePacket | null {
  const { direction, fields, atUs } = row
  const { medium, codec, sampleRate } = fields
  if (direction === null || (medium !== 'audio' && medium !== 'video') || typeof codec !== 'string')
    return null
  const bytes = source.bytesOf(row)
  const header = bytes && readRtpHeader(bytes)
  if (!bytes || !header) return null
  const payload = bytes.subarray(header.payloadAt, header.payloadEnd)
  const rate = typeof sampleRate === 'number' ? sampleRate : null
  return { header, payload, codec, sampleRate: rate, at: atUs / 1000, medium, side: direction }
}
