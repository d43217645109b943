import { OPUS_SAMPLE_RATE } from '../../../../contract/media'
import { type AudioResampler, createAudioResampler } from '../../codecs/audio-resampler'
import { createWireAudioDecoder, type WireAudioDecoder } from '../../codecs/wire-audio-decoder'
import { createMediaClock, type MediaClock } from '../../media/media-clock'
import type { Ready } from '../../media/reorder-buffer'
import { msToTicks } from '../../media/timebase'
import type { WireAudio } from '../../peer'
import { createPacketOrder, type MediaPacket, type PacketOrder } from './packet-order'

/** Sound of one side. */
export interface SideSound {
  push(packet: MediaPacket): void
  end(): void
  /** Packets that were missing, and concealed; payloads that did not decode. */
  counts(): {
    readonly concealed: number
    readonly damaged: number
    readonly unknownCodecs: readonly string[]
  }
  close(): void
}

interface Stream {
  readonly ssrc: number
  readonly codec: string
  readonly order: PacketOrder
  readonly clock: MediaClock
  readonly decoder: WireAudioDecoder
  readonly resampler: AudioResampler
}

const STEREO = { sampleRate: OPUS_SAMPLE_RATE, channels: 2 } as const
const TELEPHONE_RATE = 8000
/** What is made up for more lost packets in a row than this is nothing but noise. */
const MOST_CONCEALED = 12
/** The clock of a stream is put right by a few ms now and then: what is nearer than this to where the sound before ended follows on it, samples. */
const JOIN = OPUS_SAMPLE_RATE / 25

function audioOf({ codec, sampleRate }: MediaPacket): WireAudio | null {
  if (codec === 'opus') return { codec }
  return codec === 'pcmu' ? { codec, sampleRate: sampleRate ?? TELEPHONE_RATE } : null
}

/**
 * Decodes the packets of one side's sound, in whatever order they came; what is lost is concealed.
 *
 * @param take gets 48 kHz stereo, and where it begins: samples on the session's clock
 */
export function createSideSound(take: (start: number, samples: Int16Array) => void): SideSound {
  const unknownCodecs = new Set<string>()
  let stream: Stream | undefined
  let concealed = 0
  let damaged = 0
  /** Where the sound so far ends, samples; before it nothing more can come. */
  let endsAt = 0

  function put(place: number, samples: Int16Array): number {
    take(place, samples)
    return place + samples.length / STEREO.channels
  }

  function conceal({ decoder, resampler }: Stream, lost: number, until: number): void {
    for (let i = 0; i < Math.min(lost, MOST_CONCEALED) && endsAt < until; i += 1) {
      const made = resampler.push(decoder.conceal())
      if (made.length === 0) return
      concealed += 1
      endsAt = put(endsAt, made.subarray(0, Math.round(until - endsAt) * STEREO.channels))
    }
  }

  function decoded({ decoder, resampler }: Stream, payload: Uint8Array): Int16Array {
    try {
      return resampler.push(decoder.decode(payload))
    } catch {
      damaged += 1
      return resampler.push(decoder.conceal())
    }
  }

  function takeReady(from: Stream, { item, lostBefore }: Ready<MediaPacket>): void {
    // Empty payloads are padding that probes the network.
    if (item.payload.length === 0) return
    const wanted = msToTicks(from.clock(item.header.timestamp, item.at), STEREO.sampleRate)
    if (lostBefore > 0) conceal(from, lostBefore, wanted)
    const place = Math.abs(wanted - endsAt) < JOIN ? endsAt : Math.max(wanted, endsAt)
    endsAt = put(place, decoded(from, item.payload))
  }

  function endStream(): void {
    stream?.order.end()
    stream?.decoder.close()
    stream?.resampler.close()
    stream = undefined
  }

  function begin({ header, codec }: MediaPacket, audio: WireAudio): Stream {
    endStream()
    const decoder = createWireAudioDecoder(audio)
    const begun: Stream = {
      ssrc: header.ssrc,
      codec,
      order: createPacketOrder((ready) => takeReady(begun, ready)),
      clock: createMediaClock(decoder.shape.sampleRate),
      decoder,
      resampler: createAudioResampler({ from: decoder.shape, to: STEREO }),
    }
    return begun
  }

  return {
    push(packet) {
      const audio = audioOf(packet)
      if (!audio) {
        unknownCodecs.add(packet.codec)
        return
      }
      const isSame = stream?.ssrc === packet.header.ssrc && stream.codec === packet.codec
      if (!isSame) stream = begin(packet, audio)
      stream?.order.push(packet)
    },
    end: () => stream?.order.end(),
    counts: () => ({ concealed, damaged, unknownCodecs: [...unknownCodecs] }),
    close: endStream,
  }
}
