import { H264RtpPayload, Vp8RtpPayload } from 'werift'
import type { VideoCodec } from '../peer'

export interface VideoPacket {
  readonly codec: VideoCodec
  /** Empty for padding. */
  readonly payload: Buffer
  /** RTP timestamp, 90 kHz, unwrapped. */
  readonly pts: number
  readonly marker: boolean
  readonly arrivedAt: number
}

export interface AssembledPicture {
  readonly codec: VideoCodec
  readonly payload: Buffer
  readonly pts: number
  readonly keyFrame: boolean
  /** When its first packet came, and its last. */
  readonly firstAt: number
  readonly arrivedAt: number
}

interface Fragment {
  readonly data: Buffer
  readonly startsPicture: boolean
  readonly keyFrame: boolean
}

/** The picture being collected: all packets of one timestamp. */
interface Collection {
  readonly codec: VideoCodec
  readonly pts: number
  firstAt: number
  readonly parts: Buffer[]
  fragment: Buffer | undefined
  keyFrame: boolean
  broken: boolean
}

function vp8Fragment(payload: Buffer, isFirst: boolean): Fragment {
  const parsed = Vp8RtpPayload.deSerialize(payload)
  const startsPicture = parsed.sBit === 1 && parsed.pid === 0
  return { data: parsed.payload, startsPicture, keyFrame: isFirst && startsPicture && parsed.isKeyframe }
}

/**
 * Puts pictures together from packets in sequence order. A picture with a missing packet is dropped, and so is every
 * following one until a key frame, for which `needKeyFrame` is called: a decoder fed with gaps shows smeared pictures.
 *
 * Empty payloads are Chrome's padding (bandwidth probes) and are skipped.
 */
export function createPictureAssembler(needKeyFrame: () => void) {
  let current: Collection | undefined
  let waitingForKey = true

  function lose(): void {
    waitingForKey = true
    current = undefined
    needKeyFrame()
  }

  function begin(packet: VideoPacket): Collection {
    return {
      codec: packet.codec,
      pts: packet.pts,
      firstAt: packet.arrivedAt,
      parts: [],
      fragment: undefined,
      keyFrame: false,
      broken: false,
    }
  }

  function addVp8(collection: Collection, payload: Buffer): void {
    const isFirst = collection.parts.length === 0
    const fragment = vp8Fragment(payload, isFirst)
    if (isFirst && !fragment.startsPicture) collection.broken = true
    collection.keyFrame ||= fragment.keyFrame
    collection.parts.push(fragment.data)
  }

  function addH264(collection: Collection, payload: Buffer): void {
    const parsed = H264RtpPayload.deSerialize(payload, collection.fragment)
    collection.fragment = parsed.fragment
    collection.keyFrame ||= parsed.isKeyframe
    if (parsed.payload) collection.parts.push(parsed.payload)
  }

  function finish(collection: Collection, arrivedAt: number): AssembledPicture | null {
    current = undefined
    const complete = !collection.broken && collection.parts.length > 0 && !collection.fragment?.length
    if (!complete) {
      lose()
      return null
    }
    if (waitingForKey && !collection.keyFrame) {
      needKeyFrame()
      return null
    }
    waitingForKey = false
    const { codec, pts, keyFrame, firstAt, parts } = collection
    return { codec, payload: Buffer.concat(parts), pts, keyFrame, firstAt, arrivedAt }
  }

  return {
    /** Takes the next packet in order; `lostBefore` says how many just before it never came. */
    push(packet: VideoPacket, lostBefore: number): AssembledPicture | null {
      if (lostBefore > 0) lose()
      if (packet.payload.length === 0) return null
      if (current && current.pts !== packet.pts) lose()
      current ??= begin(packet)
      // What came out of order may have come before the packet that the picture begins with.
      current.firstAt = Math.min(current.firstAt, packet.arrivedAt)
      try {
        if (packet.codec === 'vp8') addVp8(current, packet.payload)
        else addH264(current, packet.payload)
      } catch {
        // A payload that does not parse makes this picture undecodable, exactly like a lost packet.
        current.broken = true
      }
      return packet.marker ? finish(current, packet.arrivedAt) : null
    },
    /** The decoder refused a picture: nothing is of use until the next key frame. */
    restart: lose,
  }
}

export type PictureAssembler = ReturnType<typeof createPictureAssembler>
