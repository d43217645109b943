import { AV_SAMPLE_FMT_S16, FF_DECODER_LIBOPUS } from 'node-av/constants'
import { Codec, Frame, Packet } from 'node-av/lib'
import { SoundcheckError } from '../../../contract/errors'
import { type ChannelCount, OPUS_SAMPLE_RATE } from '../../../contract/media'
import { nativeLayout } from './channel-layout'
import { bufferOf, createLifetime, openCodec, ownBytes } from './native-codec'

export interface OpusDecoderOptions {
  /** 2 if left out. */
  readonly channels?: ChannelCount
}

export interface OpusDecoder {
  /**
   * All samples of one Opus packet: 48 kHz interleaved, 2.5-120 ms (120-5,760 for each channel), in a buffer of its own. Mono
   * packets come out with both channels equal, and stereo packets as the mean of theirs where one channel is wanted. Throws
   * `invalid` for a damaged payload; the decoder stays usable.
   */
  decode(payload: Uint8Array): Int16Array<ArrayBuffer>
  /**
   * 20 ms in place of a lost packet, made by libopus from what it last decoded. Measured: call after call
   * it sinks within 250 ms to libopus's estimate of the background noise and stays there, so the caller must stop.
   */
  conceal(): Int16Array<ArrayBuffer>
  close(): void
}

/** CELT, full band, 20 ms, stereo. */
const DEFAULT_TOC = 0xfc

/**
 * The table-of-contents byte of a 20 ms packet in the mode, bandwidth and channels of `toc`.
 * Source: RFC 6716 section 3.1, table 2: the configurations come in fours (SILK, CELT) or twos (hybrid) of rising length.
 */
export function tocOf20Ms(toc: number): number {
  const config = toc >> 3
  const stereo = toc & 0b100
  if (config < 12) return (((config & ~3) | 1) << 3) | stereo
  if (config < 16) return ((config | 1) << 3) | stereo
  return ((config | 3) << 3) | stereo
}

/**
 * Decodes Opus. A lost packet is concealed by libopus itself: a packet of nothing but its first byte is what a sender
 * in discontinuous transmission sends, and makes the decoder extrapolate for the length that byte names.
 * Source: RFC 6716 sections 3.2.1 and 4.4. FFmpeg offers no other way to it: an empty packet means end of stream.
 */
export function createOpusDecoder({ channels = 2 }: OpusDecoderOptions = {}): OpusDecoder {
  const context = openCodec(
    Codec.findDecoderByName(FF_DECODER_LIBOPUS),
    (opening) => {
      opening.sampleRate = OPUS_SAMPLE_RATE
      opening.channelLayout = nativeLayout(channels)
      opening.sampleFormat = AV_SAMPLE_FMT_S16
    },
    {},
  )
  const packet = new Packet()
  const frame = new Frame()
  packet.alloc()
  frame.alloc()
  let concealment = Uint8Array.of(DEFAULT_TOC)
  const lifetime = createLifetime('Opus decoder', () => {
    packet.free()
    frame.free()
    context.freeContext()
  })

  function decode(payload: Uint8Array): Int16Array<ArrayBuffer> {
    lifetime.check()
    packet.data = bufferOf(payload)
    const sent = payload.length > 0 && context.sendPacketSync(packet) >= 0
    packet.unref()
    if (!sent || context.receiveFrameSync(frame) < 0) {
      throw new SoundcheckError('invalid', `A damaged Opus packet of ${payload.length} bytes`)
    }
    const bytes = ownBytes(frame.toBuffer())
    frame.unref()
    return new Int16Array(bytes.buffer)
  }

  return {
    decode(payload) {
      const samples = decode(payload)
      concealment = Uint8Array.of(tocOf20Ms(payload[0] ?? DEFAULT_TOC))
      return samples
    },
    conceal: () => decode(concealment),
    close: lifetime.close,
  }
}
