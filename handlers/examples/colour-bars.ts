// Colour bars
// Shows colour bars with a moving block, made here and without a camera; ends after as many seconds as you like.

import { VideoFrame, VideoGenerator, z } from 'soundcheck'

export const stream = {
  title: 'Colour bars',
  inputs: z.object({
    seconds: z.int().min(0).max(600).default(0).describe('How long it plays; 0 is for ever'),
  }),
}

const WIDTH = 640
const HEIGHT = 360
const FPS = 30
const BLOCK = 40
/** Red, green and blue of each bar, from the left. */
const BARS = [
  [255, 255, 255],
  [255, 255, 0],
  [0, 255, 255],
  [0, 255, 0],
  [255, 0, 255],
  [255, 0, 0],
  [0, 0, 255],
]

/** It is asked for `fps` pictures a second. When the generator ends, so does the session. */
export default new VideoGenerator(
  function* (seconds: number) {
    const bars = drawBars()
    for (let n = 0; seconds === 0 || n < seconds * FPS; n++) {
      // A picture is never drawn into after it was given away: each has bytes of its own.
      const data = bars.slice()
      drawBlock(data, (4 * n) % (WIDTH - BLOCK))
      yield new VideoFrame({ width: WIDTH, height: HEIGHT, format: 'rgb24', data })
    }
  },
  { fps: FPS },
)

function drawBars(): Uint8Array {
  const row = Array.from(
    { length: WIDTH },
    (_, x) => BARS[Math.floor((x * BARS.length) / WIDTH)] ?? [],
  ).flat()
  const data = new Uint8Array(row.length * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) data.set(row, y * row.length)
  return data
}

/** Black, in the middle of the height. */
function drawBlock(data: Uint8Array, left: number): void {
  for (let y = (HEIGHT - BLOCK) / 2; y < (HEIGHT + BLOCK) / 2; y++) {
    const start = (y * WIDTH + left) * 3
    data.fill(0, start, start + BLOCK * 3)
  }
}
