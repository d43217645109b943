import { AV_SAMPLE_FMT_S16, FF_ENCODER_LIBOPUS } from 'node-av/constants'
import { Codec, Frame, Packet, Rational } from 'node-av/lib'
import { SoundcheckError } from '../../../contract/errors'
import { BLOCK_MS, type ChannelCount, OPUS_SAMPLE_RATE } from '../../../contract/media'
import { nativeLayout } from './channel-layout'
import { bufferOf, createLifetime, expectDone, openCodec } from './native-codec'

export interface OpusEncoderOptions {
  /** Bits per second, 6,000-510,000 (RFC 6716 section 2.1.1); 64,000 if left out. */
  readonly bitrate?: number
  /** 2 if left out. */
  readonly channels?: ChannelCount
}

/** What our encoder looks ahead, which is its whole delay, samples. */
export const OPUS_LOOKAHEAD = 120

export interface OpusEncoder {
  /** {@link OPUS_LOOKAHEAD} in ms. */
  readonly delayMs: number
  /** One Opus packet from 20 ms at 48 kHz: exactly 960 interleaved samples per channel, else `invalid` is thrown. */
  encode(samples: Int16Array): Uint8Array<ArrayBuffer>
  close(): void
}

const SAMPLES = (OPUS_SAMPLE_RATE * BLOCK_MS) / 1000
/**
 * 0-10. From 7 on libopus analyses the sound to choose its bit rate better: a third more work for a difference that is not
 * heard at our rates. Browsers use 9, on telephones 5.
 */
const COMPLEXITY = 5

function checkBitrate(bitrate: number): void {
  if (Number.isInteger(bitrate) && bitrate >= 6_000 && bitrate <= 510_000) return
  throw new SoundcheckError('invalid', `${bitrate} is no bit rate for Opus`, {
    hint: 'Give a whole number from 6000 to 510000 bits per second.',
  })
}

/** Encodes Opus in its restricted low-delay mode (CELT only), variable bit rate, 20 ms packets. */
export function createOpusEncoder({ bitrate = 64_000, channels = 2 }: OpusEncoderOptions = {}): OpusEncoder {
  checkBitrate(bitrate)
  const channelLayout = nativeLayout(channels)
  const context = openCodec(
    Codec.findEncoderByName(FF_ENCODER_LIBOPUS),
    (opening) => {
      opening.sampleRate = OPUS_SAMPLE_RATE
      opening.sampleFormat = AV_SAMPLE_FMT_S16
      opening.channelLayout = channelLayout
      opening.bitRate = BigInt(bitrate)
      opening.timeBase = new Rational(1, OPUS_SAMPLE_RATE)
    },
    {
      application: 'lowdelay',
      frame_duration: String(BLOCK_MS),
      compression_level: String(COMPLEXITY),
    },
  )
  const packet = new Packet()
  packet.alloc()
  const frame = Frame.fromAudioBuffer(Buffer.alloc(SAMPLES * channels * Int16Array.BYTES_PER_ELEMENT), {
    nbSamples: SAMPLES,
    format: AV_SAMPLE_FMT_S16,
    sampleRate: OPUS_SAMPLE_RATE,
    channelLayout,
  })
  let pts = 0n
  const lifetime = createLifetime('Opus encoder', () => {
    packet.free()
    frame.free()
    context.freeContext()
  })

  function send(samples: Int16Array): void {
    expectDone(frame.makeWritable(), 'make room for what is encoded')
    expectDone(frame.fromBuffer(bufferOf(samples)), 'take samples to be encoded')
    frame.pts = pts
    pts += BigInt(SAMPLES)
    expectDone(context.sendFrameSync(frame), 'encode Opus')
  }

  return {
    delayMs: (OPUS_LOOKAHEAD / OPUS_SAMPLE_RATE) * 1000,
    encode(samples) {
      lifetime.check()
      if (samples.length !== SAMPLES * channels) {
        throw new SoundcheckError(
          'invalid',
          `Opus takes ${SAMPLES * channels} samples, not ${samples.length}`,
        )
      }
      send(samples)
      expectDone(context.receivePacketSync(packet), 'encode Opus')
      const payload = new Uint8Array(packet.data ?? [])
      packet.unref()
      return payload
    },
    close: lifetime.close,
  }
}
