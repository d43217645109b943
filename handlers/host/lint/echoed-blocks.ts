import type { ChannelCount } from '../../../contract/media'
import { BlockMemory } from './block-memory'
import type { Complaint } from './complaint'
import type { EmittedSound } from './emitted-sound'

/** Blocks of the input that must come back wrongly: one might be a coincidence. */
const TELLING_BLOCKS = 3

interface InputFormat {
  /** Hz. */
  readonly sampleRate: number
  readonly channels: ChannelCount
}

/** Finds input that is played back as if it had another sample rate or layout than it has. */
export class EchoedBlocks {
  readonly #input: InputFormat
  readonly #memory = new BlockMemory()
  readonly #buffers = new WeakSet<ArrayBufferLike>()
  #wrongRate = 0
  #wrongLayout = 0

  constructor(input: InputFormat) {
    this.#input = input
  }

  /** A block that `receive` is about to be given. */
  received(samples: Int16Array): void {
    this.#memory.add(samples)
    this.#buffers.add(samples.buffer)
  }

  emitted(sound: EmittedSound): Complaint | null {
    const isOtherRate = sound.sampleRate !== this.#input.sampleRate
    const isOtherLayout = sound.channels !== this.#input.channels && sound.given instanceof Int16Array
    if (!isOtherRate && !isOtherLayout) return null
    const blocks = this.#echoesIn(sound)
    // Of both mistakes at once the layout is the one to tell of first: it may undo the other.
    if (isOtherLayout) return this.#countLayout(blocks)
    return this.#countRate(blocks, sound.sampleRate)
  }

  #echoesIn({ given, samples }: EmittedSound): number {
    // The very array that came in, changed or not: in another rate it would have another length.
    if (given instanceof Int16Array && this.#buffers.has(given.buffer)) {
      return given.byteLength === given.buffer.byteLength ? 1 : 0
    }
    return this.#memory.countIn(samples, TELLING_BLOCKS)
  }

  #countRate(blocks: number, sampleRate: number): Complaint | null {
    const before = this.#wrongRate
    this.#wrongRate += blocks
    if (before >= TELLING_BLOCKS || this.#wrongRate < TELLING_BLOCKS) return null
    const { sampleRate: came } = this.#input
    const pitch = sampleRate < came ? 'low and slow' : 'high and fast'
    return {
      message: `emit returned at ${sampleRate} Hz what receive was given at ${came} Hz: it plays too ${pitch}`,
      hint: 'Emit samples with the rate that they came with; they are resampled for you.',
    }
  }

  #countLayout(blocks: number): Complaint | null {
    const before = this.#wrongLayout
    this.#wrongLayout += blocks
    if (before >= TELLING_BLOCKS || this.#wrongLayout < TELLING_BLOCKS) return null
    const [came, left] = this.#input.channels === 1 ? ['mono', 'stereo'] : ['stereo', 'mono']
    const [wrong, layout] =
      left === 'stereo' ? ['twice as fast', "leave 'stereo' out"] : ['half as fast', "add 'stereo' to it"]
    return {
      message: `emit returned as ${left} what receive was given as ${came}: it plays ${wrong}`,
      hint: `In [sampleRate, samples, layout] ${layout}; without a layout only the arrays of receive keep theirs.`,
    }
  }
}
