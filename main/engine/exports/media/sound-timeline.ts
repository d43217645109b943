import { BLOCK_MS, OPUS_SAMPLE_RATE } from '../../../../contract/media'

/** Of one block. */
const FRAMES = (OPUS_SAMPLE_RATE * BLOCK_MS) / 1000
const CHANNELS = 2
/** Packets that a network held back for so long still get their place, blocks. */
const OPEN_BLOCKS = 600

/** Where the samples of a side go: `both` = left and right as they are, else its mean in one of them. */
export type Placement = 'both' | 'left' | 'right'

export interface SoundTimelineOptions {
  /** Where it begins, samples on the session's clock. */
  readonly start: number
  /** Where it ends; null = with the last sound. */
  readonly end: number | null
  /** 20 ms, stereo, one after the other without holes; `index` counts from 0. */
  readonly onBlock: (samples: Int16Array, index: number) => void
}

function mix(block: Int16Array, at: number, value: number): void {
  block[at] = Math.max(-32_768, Math.min(32_767, (block[at] ?? 0) + value))
}

/** Puts sound that comes in pieces where it belongs; what nobody filled is silence. */
export function createSoundTimeline({ start, end, onBlock }: SoundTimelineOptions) {
  const open = new Map<number, Int16Array>()
  let nextIndex = 0
  let lastIndex = -1

  function blockAt(index: number): Int16Array {
    const block = open.get(index) ?? new Int16Array(FRAMES * CHANNELS)
    open.set(index, block)
    lastIndex = Math.max(lastIndex, index)
    return block
  }

  function writeFrame(place: number, left: number, right: number, placement: Placement): void {
    const block = blockAt(Math.floor(place / FRAMES))
    const at = (place % FRAMES) * CHANNELS
    if (placement === 'both') {
      mix(block, at, left)
      mix(block, at + 1, right)
    } else mix(block, placement === 'left' ? at : at + 1, (left + right) >> 1)
  }

  function flushUntil(index: number): void {
    for (; nextIndex < index; nextIndex += 1) {
      onBlock(open.get(nextIndex) ?? new Int16Array(FRAMES * CHANNELS), nextIndex)
      open.delete(nextIndex)
    }
  }

  return {
    /** @param samples stereo; `place` in samples on the session's clock. */
    write(place: number, samples: Int16Array, placement: Placement): void {
      const first = place - start
      const most = end === null ? Number.POSITIVE_INFINITY : end - start
      for (let i = 0; i * CHANNELS < samples.length; i += 1) {
        const frame = first + i
        if (frame >= nextIndex * FRAMES && frame < most)
          writeFrame(frame, samples[i * CHANNELS] ?? 0, samples[i * CHANNELS + 1] ?? 0, placement)
      }
      flushUntil(lastIndex - OPEN_BLOCKS)
    },
    /** Nothing follows. */
    finish(): void {
      flushUntil(end === null ? lastIndex + 1 : Math.ceil((end - start) / FRAMES))
    },
    /** Of all blocks so far, ms. */
    length: () => nextIndex * BLOCK_MS,
  }
}

export type SoundTimeline = ReturnType<typeof createSoundTimeline>
