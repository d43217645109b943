import { VIDEO_CLOCK_RATE } from '../../../../contract/media'
import { isVideoCodec, type VideoCodec } from '../../codecs/key-frame'
import { createMediaClock, type MediaClock } from '../../media/media-clock'
import { uint16At } from '../../media/network-order'
import type { Ready } from '../../media/reorder-buffer'
import { createPacketOrder, type MediaPacket, type PacketOrder } from './packet-order'
import { createPictureParts, type PictureParts, type WholePicture } from './picture-parts'

/** A whole VP8 frame, or a picture of H.264 in Annex B. */
export interface SidePicture extends WholePicture {
  readonly codec: VideoCodec
  /** ms on the session's clock. */
  readonly at: number
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
  readonly codec: VideoCodec
  readonly parts: PictureParts
  readonly order: PacketOrder
  readonly clock: MediaClock
}

/** Source: RFC 4588 section 4: what is sent again says first which number it had. */
const ORIGINAL_NUMBER_BYTES = 2

/** Puts together the pictures of one side, beginning with a key frame; after a loss nothing is taken until the next one. */
export function createSidePictures(take: (picture: SidePicture) => void): SidePictures {
  const unknownCodecs = new Set<string>()
  let stream: Stream | undefined
  let timestamp: number | null = null
  let waitsForKey = true
  let dropped = 0

  function drop(): void {
    dropped += 1
    waitsForKey = true
  }

  function finish(from: Stream, { header, at }: MediaPacket): void {
    const picture = from.parts.take()
    const place = from.clock(header.timestamp, at)
    if (!picture || (waitsForKey && !picture.keyFrame)) drop()
    else {
      waitsForKey = false
      take({ ...picture, codec: from.codec, at: place })
    }
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
      from.parts.take()
      timestamp = header.timestamp
    }
    from.parts.add(payload)
    if (header.marker) finish(from, item)
  }

  function begin(ssrc: number, codec: VideoCodec): Stream {
    stream?.order.end()
    timestamp = null
    waitsForKey = true
    const begun: Stream = {
      ...{ ssrc, codec, parts: createPictureParts(codec) },
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
      else if (!isVideoCodec(packet.codec)) unknownCodecs.add(packet.codec)
      else {
        const { ssrc } = packet.header
        if (stream?.ssrc !== ssrc || stream.codec !== packet.codec) stream = begin(ssrc, packet.codec)
        stream.order.push(packet)
      }
    },
    end: () => stream?.order.end(),
    counts: () => ({ dropped, unknownCodecs: [...unknownCodecs] }),
  }
}
