import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import { type RtpHeader, RtpPacket, type SrtpSession } from 'werift'
import { createPacketIndexes, type PacketIndexes } from './packet-indexes'
import { readWeriftHeader } from './werift-header'

/** Source: RFC 5764 section 4.1.2 and RFC 7714 section 14.2. */
const AES_CM_HMAC_SHA1_80 = 0x0001
const AEAD_AES_128_GCM = 0x0007
const HMAC_TAG_BYTES = 10
const GCM_TAG_BYTES = 16
const GCM_IV_BYTES = 12

/** Takes the datagrams of one connection's RTP: the part of werift's `SrtpSession` where most of its time went. */
export interface LeanSrtp {
  /** The packet of a datagram; null if it is damaged, forged, malformed, or came before. */
  decrypt(datagram: Buffer): RtpPacket | null
}

interface Protection {
  readonly tagBytes: number
  /** Null: whoever sent this does not know the key. */
  unprotect(datagram: Buffer, header: RtpHeader, rollovers: number): Buffer | null
}

type Keys = SrtpSession['remoteContext']

/** Source: RFC 3711 sections 4.1.1 and 4.2. */
function createCounterMode({ srtpSessionKey, srtpSessionSalt, srtpSessionAuthTag }: Keys): Protection {
  const salt = Buffer.concat([srtpSessionSalt, Buffer.alloc(2)])
  const counter = Buffer.from(salt)
  const counted = Buffer.alloc(4)
  const [high, middle, low] = [salt.readUInt32BE(4), salt.readUInt32BE(8), salt.readUInt16BE(12)]

  return {
    tagBytes: HMAC_TAG_BYTES,
    unprotect(datagram, header, rollovers) {
      const end = datagram.length - HMAC_TAG_BYTES
      counted.writeUInt32BE(rollovers)
      const mac = createHmac('sha1', srtpSessionAuthTag)
      const tag = mac.update(datagram.subarray(0, end)).update(counted).digest()
      if (!timingSafeEqual(tag.subarray(0, HMAC_TAG_BYTES), datagram.subarray(end))) return null
      counter.writeUInt32BE((high ^ header.ssrc) >>> 0, 4)
      counter.writeUInt32BE((middle ^ rollovers) >>> 0, 8)
      counter.writeUInt16BE(low ^ header.sequenceNumber, 12)
      const decipher = createDecipheriv('aes-128-ctr', srtpSessionKey, counter)
      return decipher.update(datagram.subarray(header.payloadOffset, end))
    },
  }
}

/** Source: RFC 7714 section 8.1. */
function createGalois({ srtpSessionKey, srtpSessionSalt: salt }: Keys): Protection {
  const vector = Buffer.from(salt.subarray(0, GCM_IV_BYTES))
  const [high, middle, low] = [salt.readUInt32BE(2), salt.readUInt32BE(6), salt.readUInt16BE(10)]

  return {
    tagBytes: GCM_TAG_BYTES,
    unprotect(datagram, header, rollovers) {
      const end = datagram.length - GCM_TAG_BYTES
      const from = header.payloadOffset
      vector.writeUInt32BE((high ^ header.ssrc) >>> 0, 2)
      vector.writeUInt32BE((middle ^ rollovers) >>> 0, 6)
      vector.writeUInt16BE(low ^ header.sequenceNumber, 10)
      const decipher = createDecipheriv('aes-128-gcm', srtpSessionKey, vector)
      decipher.setAAD(datagram.subarray(0, from))
      decipher.setAuthTag(datagram.subarray(end))
      const payload = decipher.update(datagram.subarray(from, end))
      try {
        decipher.final()
      } catch {
        // Node's way to say that the tag is not this packet's.
        return null
      }
      return payload
    },
  }
}

function createProtection(keys: Keys): Protection | null {
  if (keys.profile === AES_CM_HMAC_SHA1_80) return createCounterMode(keys)
  return keys.profile === AEAD_AES_128_GCM ? createGalois(keys) : null
}

/** Sets `header.paddingSize`; null if there cannot be so much. Source: RFC 3550 section 5.1. */
function withoutPadding(payload: Buffer, header: RtpHeader): Buffer | null {
  if (!header.padding) return payload
  const size = payload.at(-1) ?? 0
  if (size === 0 || size > payload.length) return null
  header.paddingSize = size
  return payload.subarray(0, payload.length - size)
}

/** Told of each packet as it came, without its encryption: also of one that had come before. */
export type PlainListener = (bytes: Buffer) => void

/** By the keys of `session`, which takes no packets beside; null for a profile that werift 0.25 does not know. */
export function createLeanSrtp(session: SrtpSession, onPlain?: PlainListener): LeanSrtp | null {
  const protection = createProtection(session.remoteContext)
  if (!protection) return null
  const sources = new Map<number, PacketIndexes>()

  return {
    decrypt(datagram) {
      const header = readWeriftHeader(datagram, datagram.length - protection.tagBytes)
      if (!header) return null
      const indexes = sources.get(header.ssrc) ?? createPacketIndexes()
      const index = indexes.of(header.sequenceNumber)
      const isKnown = indexes.isKnown(index)
      if (isKnown && !onPlain) return null
      const padded = protection.unprotect(datagram, header, indexes.rolloversOf(index))
      if (!padded) return null
      onPlain?.(Buffer.concat([datagram.subarray(0, header.payloadOffset), padded]))
      if (isKnown) return null
      // Only now: what anybody sends must not move what is expected.
      indexes.note(index)
      sources.set(header.ssrc, indexes)
      const payload = withoutPadding(padded, header)
      return payload && new RtpPacket(header, payload)
    },
  }
}
