import {
  type AudioBlock,
  BLOCK_MS,
  type ChannelLayout,
  channelCount,
  type EncodedFrame,
  OPUS_SAMPLE_RATE,
} from '../../../contract/media'
import { createAudioResampler } from '../codecs/audio-resampler'
import { createOpusDecoder } from '../codecs/opus-decoder'

/** Packets concealed in a row at most: beyond that the sender was silent or gone, and silence is the truth. */
const MAX_CONCEALED = 10

export interface AudioInOptions {
  /** Hz, of the blocks that come out. */
  readonly sampleRate: number
  readonly layout: ChannelLayout
  /** Takes each 20 ms block; the samples are the taker's own. */
  readonly onBlock: (samples: Int16Array, channels: AudioBlock['channels'], arrivedAt: number) => void
  /** Called once for the first of a run of packets that do not decode. */
  readonly onDamaged: (message: string) => void
}

/** Collects samples into blocks of one length. */
function createBlocker(length: number, onBlock: (block: Int16Array) => void) {
  let block = new Int16Array(length)
  let filled = 0
  return (samples: Int16Array): void => {
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

/** Received Opus packets -> decoded, concealed, resampled blocks of 20 ms as the handler wants them. */
export function createAudioIn(options: AudioInOptions) {
  const channels = channelCount(options.layout)
  const decoder = createOpusDecoder()
  const resampler = createAudioResampler({
    from: { sampleRate: OPUS_SAMPLE_RATE, channels: 2 },
    to: { sampleRate: options.sampleRate, channels },
  })
  let arrivedAt = 0
  let damaged = false
  const length = Math.round((options.sampleRate * BLOCK_MS) / 1000) * channels
  const push = createBlocker(length, (block) => options.onBlock(block, channels, arrivedAt))

  function decode(payload: Uint8Array): Int16Array {
    try {
      const samples = decoder.decode(payload)
      damaged = false
      return samples
    } catch (thrown) {
      if (!damaged) options.onDamaged(String(thrown))
      damaged = true
      return decoder.conceal()
    }
  }

  return {
    push(frame: EncodedFrame): void {
      arrivedAt = frame.arrivedAt
      const concealed = Math.min(frame.lostBefore, MAX_CONCEALED)
      for (let n = 0; n < concealed; n += 1) push(resampler.push(decoder.conceal()))
      push(resampler.push(decode(frame.payload)))
    },
    close(): void {
      decoder.close()
      resampler.close()
    },
  }
}

export type AudioIn = ReturnType<typeof createAudioIn>
