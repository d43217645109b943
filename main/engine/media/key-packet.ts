import { uint16At } from './network-order'

/** Source: RFC 7741 section 4.2. */
const EXTENDED = 0x80
const START_OF_PARTITION = 0x10
const PARTITION = 0x07
const PICTURE_ID = 0x80
const LONG_PICTURE_ID = 0x80
const LEVEL_INDEX = 0x40
const LAYER = 0x20
const KEY_INDEX = 0x10

/** Bytes of the payload descriptor in front of a VP8 payload. */
export function vp8DescriptorBytes(payload: Uint8Array): number {
  if (((payload[0] ?? 0) & EXTENDED) === 0) return 1
  const extensions = payload[1] ?? 0
  const hasPicture = (extensions & PICTURE_ID) !== 0
  const pictureBytes = hasPicture ? (((payload[2] ?? 0) & LONG_PICTURE_ID) === 0 ? 1 : 2) : 0
  const levelBytes = (extensions & LEVEL_INDEX) === 0 ? 0 : 1
  const layerBytes = (extensions & (LAYER | KEY_INDEX)) === 0 ? 0 : 1
  return 2 + pictureBytes + levelBytes + layerBytes
}

/** RFC 6386 section 9.1: the lowest bit of a picture's first byte is 0 in a key frame. */
function beginsVp8Key(payload: Uint8Array): boolean {
  const first = payload[0] ?? 0
  if ((first & START_OF_PARTITION) === 0 || (first & PARTITION) !== 0) return false
  const pictureByte = payload[vp8DescriptorBytes(payload)]
  return pictureByte !== undefined && (pictureByte & 1) === 0
}

/** NAL unit types. Source: ITU-T H.264 table 7-1; RFC 6184 sections 5.6 to 5.8. */
const TYPE = 0x1f
const IDR = 5
const AGGREGATE = 24
const FRAGMENT = 28
const FRAGMENT_START = 0x80

function aggregatesIdr(payload: Uint8Array): boolean {
  for (let at = 1; at + 2 < payload.length; at += 2 + uint16At(payload, at))
    if (((payload[at + 2] ?? 0) & TYPE) === IDR) return true
  return false
}

function beginsH264Key(payload: Uint8Array): boolean {
  const [first = 0, second = 0] = payload
  const type = first & TYPE
  if (type === AGGREGATE) return aggregatesIdr(payload)
  if (type === FRAGMENT) return (second & FRAGMENT_START) !== 0 && (second & TYPE) === IDR
  return type === IDR
}

/**
 * Whether a key frame begins in this packet.
 *
 * @param codec in lower case; false for all but `vp8` and `h264`.
 * @param payload of an RTP packet, with the codec's payload descriptor.
 */
export function beginsKeyFrame(codec: string, payload: Uint8Array): boolean {
  if (payload.length === 0) return false
  if (codec === 'vp8') return beginsVp8Key(payload)
  return codec === 'h264' && beginsH264Key(payload)
}
