import { AV_SAMPLE_FMT_S16 } from 'node-av/constants'
import { type Frame, SoftwareResampleContext } from 'node-av/lib'
import { BLOCK_MS, type ChannelCount } from '../../../contract/media'
import { type AudioResampler, type AudioShape, createAudioResampler } from '../codecs/audio-resampler'
import { nativeLayout } from '../codecs/channel-layout'
import { expectDone } from '../codecs/native-codec'

/** A longer hole is a mistake in the file rather than silence, ms. */
const LONGEST_HOLE = 60_000

/** Decoded sound of any kind as 16 bits, of its own rate, mono or stereo. */
function createSampleReader(frame: Frame) {
  const { sampleRate, format } = frame
  const channels: ChannelCount = frame.channelLayout.nbChannels === 1 ? 1 : 2
  const context = new SoftwareResampleContext()
  const to = nativeLayout(channels)
  // Layouts that a WAV file leaves open would not convert.
  const from = frame.channelLayout.nbChannels <= 2 ? to : frame.channelLayout
  context.allocSetOpts2(
    to,
    AV_SAMPLE_FMT_S16,
    sampleRate,
    from,
    format as typeof AV_SAMPLE_FMT_S16,
    sampleRate,
  )
  expectDone(context.init(), 'read the sound of the clip')
  const key = keyOf(frame)
  return {
    shape: { sampleRate, channels } satisfies AudioShape,
    fits: (other: Frame) => keyOf(other) === key,
    read(source: Frame): Int16Array {
      const bytes = Buffer.alloc(source.nbSamples * channels * Int16Array.BYTES_PER_ELEMENT)
      const made = context.convertSync([bytes], source.nbSamples, source.extendedData, source.nbSamples)
      expectDone(made, 'read the sound of the clip')
      return new Int16Array(new Uint8Array(bytes).buffer, 0, made * channels)
    },
    close: () => context.free(),
  }
}

function keyOf({ sampleRate, format, channelLayout }: Frame): string {
  return `${sampleRate}/${format}/${channelLayout.nbChannels}`
}

/** One block of 20 ms. */
export interface ClipBlock {
  /** ms since the beginning of the clip. */
  readonly at: number
  /** Interleaved. */
  readonly samples: Int16Array<ArrayBuffer>
}

/** Decoded frames -> blocks of 20 ms of one shape, without holes. */
export function createClipSound(to: AudioShape, onBlock: (block: ClipBlock) => void) {
  const length = (to.sampleRate / (1000 / BLOCK_MS)) * to.channels
  let reader: ReturnType<typeof createSampleReader> | undefined
  let resampler: AudioResampler | undefined
  let block = new Int16Array(length)
  let filled = 0
  let blocks = 0

  function finishBlock(): void {
    onBlock({ at: blocks * BLOCK_MS, samples: block })
    blocks += 1
    filled = 0
    block = new Int16Array(length)
  }

  function add(samples: Int16Array): void {
    for (let from = 0; from < samples.length; ) {
      const part = samples.subarray(from, from + length - filled)
      block.set(part, filled)
      filled += part.length
      from += part.length
      if (filled === length) finishBlock()
    }
  }

  const heardMs = () => (blocks + filled / length) * BLOCK_MS

  function fillHole(at: number): void {
    const hole = Math.min(LONGEST_HOLE, at - heardMs())
    // Times in files are rounded; less than a block is no hole.
    if (hole > BLOCK_MS) add(new Int16Array(Math.round((hole * to.sampleRate) / 1000) * to.channels))
  }

  function prepare(frame: Frame): void {
    if (reader?.fits(frame)) return
    close()
    reader = createSampleReader(frame)
    resampler = createAudioResampler({ from: reader.shape, to })
  }

  function close(): void {
    reader?.close()
    resampler?.close()
    reader = resampler = undefined
  }

  return {
    /** @param at ms since the beginning of the clip; null when the file does not tell. */
    push(frame: Frame, at: number | null): void {
      prepare(frame)
      if (at !== null) fillHole(at)
      if (reader && resampler) add(resampler.push(reader.read(frame)))
    },
    /** Nothing follows: the last block is filled up with silence. */
    end(): void {
      if (resampler) add(resampler.flush())
      if (filled > 0) finishBlock()
    },
    close,
  }
}
