import { describe, expect, it } from 'vitest'
import { VideoCallback } from './video-callback'
import { VideoFrame } from './video-frame'

/** One second of a camera with 30 pictures, whose clock trembles by up to 3 ms. */
const camera = Array.from({ length: 30 }, (_, n) => n * 3000 + ((n * 7919) % 540) - 270)

/** How often the function is called, and the longest and the shortest time between two calls, ms. */
async function callsAt(fps: number) {
  const times: number[] = []
  const handler = new VideoCallback(
    (frame) => {
      times.push(frame.pts / 90)
      return null
    },
    { fps },
  )
  for (const pts of camera) {
    await handler.videoReceive(
      new VideoFrame({ width: 1, height: 1, format: 'gray8', data: Uint8Array.of(1), pts }),
    )
  }
  const gaps = times.slice(1).map((time, n) => time - (times[n] ?? 0))
  return { count: times.length, longest: Math.max(...gaps), shortest: Math.min(...gaps) }
}

describe('a video function', () => {
  it.each([
    [30, 30],
    [60, 30],
    [15, 15],
    [10, 10],
    [1, 1],
  ])('with %i pictures a second is called %i times in a second of 30', async (fps, count) => {
    expect((await callsAt(fps)).count).toBe(count)
  })

  it('is called at even times', async () => {
    const { longest, shortest } = await callsAt(10)
    expect(longest).toBeLessThan(140)
    expect(shortest).toBeGreaterThan(60)
  })
})
