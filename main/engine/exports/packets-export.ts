import { SoundcheckError } from '../../../contract/errors'
import type { StoredRow } from '../journal/journal-line'
import { partOf } from './export-job'
import type { ExportSource } from './export-source'
import type { Exporter, ExporterParts } from './exporter'
import { addresses, madeUpCall, waysOf } from './pcapng/made-up-call'
import { interfaceBlock, namesBlock, packetBlock, sectionBlock } from './pcapng/pcapng-blocks'
import { createSeenMedia, type SeenMedia } from './pcapng/seen-media'
import { DATAGRAM_OVERHEAD, udpDatagram } from './pcapng/udp-datagram'

const about = [
  'RTP and RTCP of a Soundcheck session without their encryption, at their true times.',
  'Addresses and ports are made up: 192.0.2.1 is the client, 192.0.2.2 the handler, 5004 sound, 5006 pictures.',
  'The first two packets are made up, too: a SIP call whose descriptions tell Wireshark what the payload types mean.',
  'Each RTCP packet is a datagram of its own, also where several came in one.',
]

const aboutSockets =
  'The call went over a WebSocket: the headers of RTP are made up, the sound in them and the times are true.'

interface SeenTraffic {
  readonly media: SeenMedia
  /** What the two sides really said to each other. */
  readonly descriptions: { readonly in: readonly string[]; readonly out: readonly string[] }
}

async function look({ source, job }: ExporterParts): Promise<SeenTraffic> {
  const media = createSeenMedia()
  const descriptions = { in: [] as string[], out: [] as string[] }
  // The descriptions belong to all packets, whichever are selected.
  for await (const rows of source.allSlices(partOf(job, 0, 0.4), ['signal', 'rtp']))
    for (const row of rows) {
      media.add(row)
      if ((row.type === 'offer' || row.type === 'answer') && row.direction !== null)
        descriptions[row.direction].push(row.text)
    }
  return { media: media.read(), descriptions }
}

const uint = (value: unknown): number => (typeof value === 'number' ? value >>> 0 : 0)

/** The header of a packet that is no longer kept, from what its row says. Source: RFC 3550 section 5.1. */
function rebuiltHeader({ fields }: StoredRow): Uint8Array {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt8(0x80, 0)
  bytes.writeUInt8((fields.marker === true ? 0x80 : 0) | (uint(fields.pt) & 0x7f), 1)
  bytes.writeUInt16BE(uint(fields.seq) & 0xffff, 2)
  bytes.writeUInt32BE(uint(fields.ts), 4)
  bytes.writeUInt32BE(uint(fields.ssrc), 8)
  return bytes
}

function commentsOf({ fields, kind, text }: StoredRow): readonly string[] {
  if (kind === 'rtcp') return text === '' ? [] : [text]
  return typeof fields.lost === 'number' ? [`Missing right before this packet: ${fields.lost}`] : []
}

function packetOf(source: ExportSource, row: StoredRow): Buffer | null {
  const { direction, fields, sizeBytes } = row
  const bytes = source.bytesOf(row) ?? (row.kind === 'rtp' ? rebuiltHeader(row) : null)
  if (bytes === null || direction === null) return null
  const medium = typeof fields.medium === 'string' ? fields.medium : null
  return packetBlock({
    atUs: source.head.openedAt * 1000 + row.atUs,
    direction,
    bytes: udpDatagram(...waysOf(direction, medium), bytes, sizeBytes),
    originalBytes: DATAGRAM_OVERHEAD + sizeBytes,
    comments: commentsOf(row),
  })
}

function noPackets(): SoundcheckError {
  return new SoundcheckError('not-found', 'There are no RTP packets in what was selected.', {
    hint: 'Take a longer range, or a query that finds them.',
  })
}

function begin({ source, file, appVersion }: ExporterParts): void {
  const { sessionId, handlerId } = source.head
  const application = `Soundcheck ${appVersion ?? ''}`.trim()
  const { door } = source.head.client
  const byDoor = door === 'websocket' || door === 'telephone' ? [aboutSockets] : []
  file.append(sectionBlock(application, [...about, ...byDoor, `${handlerId}, session ${sessionId}`]))
  file.append(interfaceBlock('soundcheck', 'Decrypted by Soundcheck'))
  const { client, handler } = addresses
  file.append(
    namesBlock([
      [client, 'client'],
      [handler, 'handler'],
    ]),
  )
}

/** RTP and RTCP as a capture that Wireshark dissects. Source of the form: draft-ietf-opsawg-pcapng. */
export const exportPackets: Exporter = async (parts) => {
  const { source, file, job } = parts
  const { media, descriptions } = await look(parts)
  begin(parts)

  function tellMedia(firstUs: number): void {
    const atUs = source.head.openedAt * 1000 + firstUs
    for (const { direction, bytes } of madeUpCall(media)) {
      const comments = descriptions[direction].map((sdp) => `What was really said:\n${sdp}`)
      file.append(packetBlock({ atUs, direction, bytes, originalBytes: bytes.length, comments }))
    }
  }

  let packets = 0
  for await (const rows of source.slices(partOf(job, 0.4, 1), ['rtp', 'rtcp'])) {
    const blocks = rows.map((row) => packetOf(source, row)).filter((block) => block !== null)
    if (packets === 0 && rows[0]) tellMedia(rows[0].atUs)
    if (blocks.length > 0) file.append(Buffer.concat(blocks))
    packets += blocks.length
  }
  if (packets === 0) throw noPackets()
  return source.hasMedia ? [] : ['Of the packets only their headers are in it.']
}
