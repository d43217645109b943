import {
  AV_PICTURE_TYPE_I,
  AV_PIX_FMT_YUV420P,
  AVCOL_RANGE_JPEG,
  FF_ENCODER_LIBX264,
} from 'node-av/constants'
import { Codec, Frame, Packet, Rational } from 'node-av/lib'
import type { Picture } from '../../../../contract/media'
import { bufferOf, openCodec } from '../native-codec'

/** H.264 in Annex B as a foreign client sends it; a key frame first and wherever `keys` says. Small pictures only. */
export function encodeH264(
  pictures: readonly Picture[],
  { fullRange = false, keys = [] as readonly number[] } = {},
): Uint8Array[] {
  const { width, height } = pictures[0] ?? { width: 0, height: 0 }
  const context = openCodec(
    Codec.findEncoderByName(FF_ENCODER_LIBX264),
    (opening) => {
      opening.width = width
      opening.height = height
      opening.pixelFormat = AV_PIX_FMT_YUV420P
      opening.timeBase = new Rational(1, 30)
      opening.threadCount = 1
      if (fullRange) opening.colorRange = AVCOL_RANGE_JPEG
    },
    { preset: 'ultrafast', tune: 'zerolatency' },
  )
  const packet = new Packet()
  packet.alloc()
  const made = pictures.map((picture, n) => {
    const shape = { width, height, format: AV_PIX_FMT_YUV420P, pts: BigInt(n) }
    const frame = Frame.fromVideoBuffer(bufferOf(picture.data), shape)
    if (keys.includes(n)) frame.pictType = AV_PICTURE_TYPE_I
    context.sendFrameSync(frame)
    frame.free()
    context.receivePacketSync(packet)
    const payload = Uint8Array.from(packet.data ?? [])
    packet.unref()
    return payload
  })
  packet.free()
  context.freeContext()
  return made
}
