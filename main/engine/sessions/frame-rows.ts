import type { RowDirection } from '../../../contract/journal'
import { BLOCK_MS } from '../../../contract/media'
import type { RowFields } from '../../../contract/row-fields'
import type { QueueReading } from '../../../contract/state'
import type { Clock } from '../clock'
import type { JournalSink } from '../journal/journal'
import { createPassedPictures } from '../media/passed-pictures'
import { createPassedSound } from '../media/passed-sound'
import type { MediaKind } from '../peer'
import { rounded } from './rounded'

export interface FrameRowsOptions {
  readonly journal: JournalSink
  readonly clock: Clock
}

const directions = ['in', 'out'] as const

/** How many more a queue has dropped each time it is asked, in what a row counts: blocks and pictures. */
function createDropped() {
  const before = new Map<string, number>()
  return (queues: readonly QueueReading[], medium: MediaKind, direction: RowDirection): number => {
    const queue = queues.find(({ name }) => name === `${medium} ${direction}`)
    if (!queue) return 0
    const dropped = queue.unit === 'ms' ? Math.round(queue.dropped / BLOCK_MS) : queue.dropped
    const more = dropped - (before.get(queue.name) ?? 0)
    before.set(queue.name, dropped)
    return Math.max(0, more)
  }
}

/** Makes a row of what has passed between codec and handler since the one before, for each medium and direction. */
export function createFrameRows({ journal, clock }: FrameRowsOptions) {
  const begunAt = clock.now()
  const sound = { in: createPassedSound(), out: createPassedSound() }
  const pictures = { in: createPassedPictures(begunAt), out: createPassedPictures(begunAt) }
  const droppedOf = createDropped()
  let concealed = 0
  const levels: { in: number | null; out: number | null } = { in: null, out: null }
  let picturesPerSecond: number | null = null

  function append(direction: RowDirection, medium: MediaKind, passed: RowFields | null, more: RowFields) {
    if (!passed && Object.keys(more).length === 0) return
    const fields = { medium, ...(passed ?? { count: 0 }), ...more }
    journal.append({ kind: 'frame', direction, type: medium, text: '', fields })
  }

  function appendSound(direction: RowDirection, queues: readonly QueueReading[]): void {
    const passed = sound[direction].take()
    if (passed) levels[direction] = rounded(passed.levelDb)
    const dropped = droppedOf(queues, 'audio', direction)
    const made = direction === 'in' ? concealed : 0
    if (direction === 'in') concealed = 0
    append(
      direction,
      'audio',
      passed && { ...passed, ms: rounded(passed.ms), levelDb: rounded(passed.levelDb) },
      { ...(dropped > 0 ? { dropped } : {}), ...(made > 0 ? { concealed: made } : {}) },
    )
  }

  function appendPictures(direction: RowDirection, queues: readonly QueueReading[]): void {
    const passed = pictures[direction].take(clock.now())
    const dropped = droppedOf(queues, 'video', direction)
    if (direction === 'in') picturesPerSecond = passed?.fps ?? null
    append(
      direction,
      'video',
      passed && { ...passed, fps: rounded(passed.fps) },
      dropped > 0 ? { dropped } : {},
    )
  }

  return {
    addSound: (direction: RowDirection, samples: Int16Array, sampleRate: number, channels: number): void =>
      sound[direction].add(samples, sampleRate, channels),
    addPicture: (
      direction: RowDirection,
      picture: { readonly width: number; readonly height: number },
    ): void => pictures[direction].add(picture),
    /** A block was made up for a lost packet. */
    addConcealed(count: number): void {
      concealed += count
    },
    /** That came in during the last second; null while that is not known. */
    picturesPerSecond: (): number | null => picturesPerSecond,
    /** RMS of the last second with any sound, dBFS; null = there was none. */
    level: (direction: RowDirection): number | null => levels[direction],
    /** To be called about once a second, with the readings of now. */
    write(queues: readonly QueueReading[]): void {
      for (const direction of directions) {
        appendSound(direction, queues)
        appendPictures(direction, queues)
      }
    },
  }
}

export type FrameRows = ReturnType<typeof createFrameRows>
