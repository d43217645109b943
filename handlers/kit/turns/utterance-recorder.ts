import type { ChannelCount } from '../../../contract/media'

interface Block {
  /** Position of its first sample. */
  readonly start: number
  readonly samples: Int16Array
}

/** Keeps the newest sound, and the whole of an utterance from before it was known to be one. */
export class UtteranceRecorder {
  readonly #channels: ChannelCount
  #blocks: Block[] = []
  /** Samples (per channel) that came in so far: the position of the next one. */
  #end = 0
  #utteranceStart: number | null = null

  constructor(channels: ChannelCount) {
    this.#channels = channels
  }

  /** Samples per channel that came in so far. */
  get position(): number {
    return this.#end
  }

  /** Samples per channel of the utterance that goes on, up to now; 0 when there is none. */
  get length(): number {
    return this.#utteranceStart === null ? 0 : this.#end - this.#utteranceStart
  }

  /** Takes the next samples, interleaved; they are not copied. */
  push(samples: Int16Array): void {
    this.#blocks.push({ start: this.#end, samples })
    this.#end += samples.length / this.#channels
  }

  /** Forgets what lies before `position`; never any of an utterance. */
  forget(position: number): void {
    const oldest = Math.min(position, this.#utteranceStart ?? position)
    const first = this.#blocks.findIndex(
      ({ start, samples }) => start + samples.length / this.#channels > oldest,
    )
    this.#blocks = first < 0 ? [] : this.#blocks.slice(first)
  }

  /** An utterance began at `position`, or at the oldest sample that is still kept. */
  begin(position: number): void {
    this.#utteranceStart = Math.min(this.#end, Math.max(position, this.#blocks[0]?.start ?? this.#end))
  }

  /** A copy of the utterance, up to `position`, interleaved; empty when there is none. */
  read(position = this.#end): Int16Array {
    return this.#copy(this.#utteranceStart ?? position, position)
  }

  #copy(from: number, to: number): Int16Array {
    const utterance = new Int16Array(Math.max(0, to - from) * this.#channels)
    // From the newest: mostly that is all that is wanted, and an utterance may have thousands of blocks.
    for (let n = this.#blocks.length - 1; n >= 0; n--) {
      const { start, samples } = this.#blocks[n] as Block
      const offset = (start - from) * this.#channels
      const skipped = Math.max(0, -offset)
      if (skipped >= samples.length) break
      if (offset < utterance.length)
        utterance.set(samples.subarray(skipped, utterance.length - offset), Math.max(0, offset))
    }
    return utterance
  }

  /** A copy of what came in from `position` on, interleaved, as far as it is still kept. */
  readFrom(position: number): Int16Array {
    return this.#copy(position, this.#end)
  }

  /** The utterance is over; what came in stays until it is forgotten. */
  end(): void {
    this.#utteranceStart = null
  }
}
