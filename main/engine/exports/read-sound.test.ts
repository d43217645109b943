import { describe, expect, it } from 'vitest'
import { createExportJob } from './export-job'
import { readSound } from './read-sound'
import { audioPackets, streams, writePackets } from './testing/sample-call'
import { writeSession } from './testing/write-session'

const job = createExportJob({ isCancelled: () => false, onProgress: () => undefined })

/** Root mean square of the left samples from one ms to another. */
function level(samples: Int16Array, fromMs: number, toMs: number): number {
  const part = samples.subarray(fromMs * 96, toMs * 96).filter((_, at) => at % 2 === 0)
  return Math.sqrt(part.reduce((sum, one) => sum + one * one, 0) / part.length)
}

describe('a part of the sound of a session', () => {
  /** From 1 s to 2 s on the session's clock. */
  const write = () =>
    writeSession((journal) => writePackets(journal, audioPackets(streams.audioIn, 1000, 50, 1000)))

  it('is what one side sent, in its place', async () => {
    const { folder } = await write()
    const sound = await readSound({ folder, side: 'in', fromMs: 800, toMs: 1500.5 }, job)
    expect(sound).toMatchObject({ sampleRate: 48_000, channels: 2, fromMs: 800 })
    expect(sound.samples.length / 2).toBe(33_624)
    expect(level(sound.samples, 0, 195)).toBe(0)
    expect(level(sound.samples, 250, 700) / (8000 / Math.SQRT2)).toBeCloseTo(1, 1)
  })

  it('is the same in the middle as from the beginning', async () => {
    const { folder } = await write()
    const sound = await readSound({ folder, side: 'in', fromMs: 1500, toMs: 1600 }, job)
    expect(level(sound.samples, 0, 20) / (8000 / Math.SQRT2)).toBeCloseTo(1, 1)
  })

  it('is refused where nothing was sent', async () => {
    const { folder } = await write()
    const order = { folder, side: 'out', fromMs: 0, toMs: 2000 } as const
    await expect(readSound(order, job)).rejects.toMatchObject({ code: 'not-found' })
  })
})
