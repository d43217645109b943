import { describe, expect, it } from 'vitest'
import type { QueueReading } from '../../../contract/state'
import type { JournalEntry } from '../journal/journal'
import { createFrameRows } from './frame-rows'

const queue = (name: QueueReading['name'], unit: QueueReading['unit'], dropped: number): QueueReading => ({
  name,
  unit,
  depth: 0,
  limit: 100,
  ageMs: 0,
  dropped,
  reason: null,
})

function start() {
  const rows: JournalEntry[] = []
  let now = 0
  const clock = { now: () => now }
  const frames = createFrameRows({ journal: { append: (entry) => rows.push(entry) }, clock })
  return {
    frames,
    write(queues: readonly QueueReading[] = []): readonly JournalEntry[] {
      now += 1000
      frames.write(queues)
      return rows.splice(0)
    },
  }
}

describe('rows of frames', () => {
  it('tell once what sound and pictures have passed each way', () => {
    const { frames, write } = start()
    for (let n = 0; n < 50; n += 1) frames.addSound('in', new Int16Array(480).fill(16_384), 24_000, 1)
    frames.addSound('out', new Int16Array(2400), 24_000, 1)
    for (let n = 0; n < 30; n += 1) frames.addPicture('in', { width: 640, height: 480 })
    expect(write()).toEqual([
      {
        kind: 'frame',
        direction: 'in',
        type: 'audio',
        text: '',
        fields: { medium: 'audio', count: 50, ms: 1000, levelDb: -6.021, sampleRate: 24_000 },
      },
      {
        kind: 'frame',
        direction: 'in',
        type: 'video',
        text: '',
        fields: { medium: 'video', count: 30, fps: 30, width: 640, height: 480 },
      },
      {
        kind: 'frame',
        direction: 'out',
        type: 'audio',
        text: '',
        fields: { medium: 'audio', count: 1, ms: 100, levelDb: -100, sampleRate: 24_000 },
      },
    ])
    expect(frames.picturesPerSecond()).toBe(30)
    expect(write()).toEqual([])
    expect(frames.picturesPerSecond()).toBeNull()
  })

  it('tell what was dropped and made up since the row before, also when nothing else passed', () => {
    const { frames, write } = start()
    frames.addConcealed(2)
    expect(write([queue('audio in', 'blocks', 3), queue('audio out', 'ms', 60)])).toMatchObject([
      { direction: 'in', fields: { medium: 'audio', count: 0, dropped: 3, concealed: 2 } },
      { direction: 'out', fields: { medium: 'audio', count: 0, dropped: 3 } },
    ])
    expect(write([queue('audio in', 'blocks', 3), queue('audio out', 'ms', 60)])).toEqual([])
    expect(write([queue('audio in', 'blocks', 4)])).toMatchObject([{ fields: { dropped: 1 } }])
  })
})
