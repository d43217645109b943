import { type AudioBlock, BLOCK_MS, type ChannelLayout, channelCount } from '../../../contract/media'
import { createAudioResampler } from '../codecs/audio-resampler'
import { createWireAudioDecoder } from '../codecs/wire-audio-decoder'
import { createMediaClock, type MediaClock } from '../media/media-clock'
import type { IncomingFrame, WireAudio } from '../peer'
import type { MediumTally } from './link-tally'

/** Of a block, ms on the engine's clock. */
export interface BlockTimes {
  /** When the packet came that completed it. */
  readonly arrivedAt: number
  /** Where its sound begins: where the first packet came, and from then on by the sender's own clock. */
  readonly soundAt: number
}

/** Packets concealed in a row at most: beyond that the sender was silent or gone, and silence is the truth. */
const MAX_CONCEALED = 10

export interface AudioInOptions {
  /** Hz, of the blocks that come out. */
  readonly sampleRate: number
  readonly layout: ChannelLayout
  /** Takes each 20 ms block; the samples are the taker's own. */
  readonly onBlock: (samples: Int16Array, channels: AudioBlock['channels'], times: BlockTimes) => void
  /** So many blocks are made up for packets that did not come, or do not decode. */
  readonly onConcealed: (count: number) => void
  /** Counts packets that do not decode. */
  readonly tally?: Pick<MediumTally, 'undecodable'>
  /** Called once for the first of a run of packets that do not decode. */
  readonly onDamaged: (message: string) => void
}

/** Collects samples into blocks of one length. A block may be what was given itself: its buffer is the taker's. */
export function createBlocker(length: number, onBlock: (block: Int16Array) => void) {
  let block = new Int16Array(length)
  let filled = 0
  return (samples: Int16Array): void => {
    // Mostly what comes in is one block, in a buffer of its own.
    if (filled === 0 && samples.length === length && samples.buffer.byteLength === samples.byteLength) {
      onBlock(samples)
      return
    }
    for (let from = 0; from < samples.length; ) {
      const count = Math.min(length - filled, samples.length - from)
      block.set(samples.subarray(from, from + count), filled)
      filled += count
      from += count
      if (filled < length) continue
      onBlock(block)
      block = new Int16Array(length)
      filled = 0
    }
  }
}

/** From the wire to the handler's rate and layout. */
function createWireDecoding(audio: WireAudio, to: { sampleRate: number; channels: 1 | 2 }) {
  const decoder = createWireAudioDecoder(audio, to.channels)
  const resampler = createAudioResampler({ from: decoder.shape, to })
  return {
    /** Hz, of the packets. */
    sampleRate: decoder.shape.sampleRate,
    decode: (payload: Uint8Array) => resampler.push(decoder.decode(payload)),
    conceal: () => resampler.push(decoder.conceal()),
    close(): void {
      decoder.close()
      resampler.close()
    },
  }
}

/** Received packets -> decoded, concealed, resampled blocks of 20 ms as the handler wants them. */
export function createAudioIn(options: AudioInOptions) {
  const channels = channelCount(options.layout)
  /** Made with the first packet: one peer sends in one codec. */
  let decoding: ReturnType<typeof createWireDecoding> | undefined
  let arrivedAt = 0
  let soundAt = 0
  let clock: MediaClock | undefined
  let damaged = false
  /** Values that wait for the rest of their block. */
  let held = 0
  const length = Math.round((options.sampleRate * BLOCK_MS) / 1000) * channels
  const push = createBlocker(length, (block) => {
    options.onBlock(block, channels, { arrivedAt, soundAt })
    soundAt += BLOCK_MS
  })

  function add(samples: Int16Array): void {
    push(samples)
    held = (held + samples.length) % length
  }

  function decode({ payload }: IncomingFrame, from: NonNullable<typeof decoding>): Int16Array {
    try {
      const samples = from.decode(payload)
      damaged = false
      return samples
    } catch (thrown) {
      if (!damaged) options.onDamaged(String(thrown))
      damaged = true
      options.tally?.undecodable()
      options.onConcealed(1)
      return from.conceal()
    }
  }

  return {
    push(frame: IncomingFrame): void {
      if (frame.codec !== 'opus' && frame.codec !== 'pcmu' && frame.codec !== 'pcm') return
      decoding ??= createWireDecoding(frame, { sampleRate: options.sampleRate, channels })
      arrivedAt = frame.arrivedAt
      clock ??= createMediaClock(decoding.sampleRate)
      const concealed = Math.min(frame.lostBefore, MAX_CONCEALED)
      soundAt = clock(frame.pts, arrivedAt) - (concealed + held / length) * BLOCK_MS
      if (concealed > 0) options.onConcealed(concealed)
      for (let n = 0; n < concealed; n += 1) add(decoding.conceal())
      add(decode(frame, decoding))
    },
    close(): void {
      decoding?.close()
      decoding = undefined
    },
  }
}

export type AudioIn = ReturnType<typeof createAudioIn>
