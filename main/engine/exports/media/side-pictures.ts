import { VIDEO_CLOCK_RATE } from '../../../../contract/media'
import { isKeyFrame } from '../../codecs/key-frame'
import { vp8DescriptorBytes } from '../../media/key-packet'
import { uint16At } from '../../media/network-order'
import type { Ready } from '../../media/reorder-buffer'
import { createMediaClock, type MediaClock } from './media-clock'
import { createPacketOrder, type MediaPacket, type PacketOrder } from './packet-order'

/** A whole VP8 frame. */
export interface SidePicture {
  /** ms on the session's clock. */
  readonly at: number
  readonly payload: Uint8Array
  readonly keyFrame: boolean
}

/** Pictures of one side. */
export interface SidePictures {
  push(packet: MediaPacket): void
  end(): void
  /** Frames that were not whole, or that came after one and before the next key frame. */
  counts(): { readonly dropped: number; readonly unknownCodecs: readonly string[] }
}

interface Stream {
  readonly ssrc: number
  readonly order: PacketOrder
  readonly clock: MediaClock
}

/** Source: RFC 7741 section 4.2: the first packet of a frame starts its first partition. */
const STARTS_FRAME = 0x10
const START_MASK = 0x1f
/** Source: RFC 4588 section 4: what is sent again says first which number it had. */
const ORIGINAL_NUMBER_BYTES = 2

/** Puts together the VP8 frames of one side, beginning with a key frame; after a loss nothing is taken until the next one. */
export function createSidePictures(take: (picture: SidePicture) => void): SidePictures {
  const unknownCodecs = new Set<string>()
  let stream: Stream | undefined
  let parts: Uint8Array[] = []
  let timestamp: number | null = null
  let isBroken = false
  let waitsForKey = true
  let dropped = 0

  function drop(): void {
    dropped += 1
    waitsForKey = true
  }

  function finish(from: Stream, { header, at }: MediaPacket): void {
    const payload = Buffer.concat(parts)
    const keyFrame = isKeyFrame('vp8', payload)
    const place = from.clock(header.timestamp, at)
    if (isBroken || (waitsForKey && !keyFrame)) drop()
    else {
      waitsForKey = false
      take({ at: place, payload, keyFrame })
    }
    parts = []
    timestamp = null
  }

  function takeReady(from: Stream, { item, lostBefore }: Ready<MediaPacket>): void {
    const { header, payload } = item
    // A frame whose end was lost.
    if (timestamp !== null && (timestamp !== header.timestamp || lostBefore > 0)) drop()
    if (lostBefore > 0) waitsForKey = true
    // Empty payloads are padding that probes the network.
    if (payload.length === 0) return
    if (timestamp !== header.timestamp || lostBefore > 0) {
      parts = []
      timestamp = header.timestamp
      isBroken = ((payload[0] ?? 0) & START_MASK) !== STARTS_FRAME
    }
    parts.push(payload.subarray(vp8DescriptorBytes(payload)))
    if (header.marker) finish(from, item)
  }

  function begin(ssrc: number): Stream {
    stream?.order.end()
    parts = []
    timestamp = null
    waitsForKey = true
    const begun: Stream = {
      ssrc,
      clock: createMediaClock(VIDEO_CLOCK_RATE),
      order: createPacketOrder((ready) => takeReady(begun, ready)),
    }
    return begun
  }

  function pushAgain(packet: MediaPacket): void {
    const payload = packet.payload.subarray(ORIGINAL_NUMBER_BYTES)
    if (!stream || payload.length === 0) return
    const header = { ...packet.header, sequence: uint16At(packet.payload, 0), ssrc: stream.ssrc }
    stream.order.push({ ...packet, header, payload })
  }

  return {
    push(packet) {
      if (packet.codec === 'rtx') pushAgain(packet)
      else if (packet.codec !== 'vp8') unknownCodecs.add(packet.codec)
      else {
        if (stream?.ssrc !== packet.header.ssrc) stream = begin(packet.header.ssrc)
        stream.order.push(packet)
      }
    },
    end: () => stream?.order.end(),
    counts: () => ({ dropped, unknownCodecs: [...unknownCodecs] }),
  }
}
