// Still every second
// Sends your sound back and your picture mirrored, and gives a small still once a second, as to a model that sees.

import {
  AdditionalOutputs,
  AsyncAudioVideoStreamHandler,
  AsyncQueue,
  type AudioFrame,
  type EmitType,
  type VideoEmitType,
  VideoFrame,
  waitForItem,
} from 'soundcheck'

export const stream = { title: 'Still every second' }

const INTERVAL = 1000
const STILL_WIDTH = 64

export default class StillEverySecond extends AsyncAudioVideoStreamHandler {
  static override readonly videoFormat = 'rgba'

  private readonly heard = new AsyncQueue<AudioFrame>()
  private readonly seen = new AsyncQueue<VideoEmitType>()
  private nextStill = 0

  async receive(frame: AudioFrame): Promise<void> {
    await this.heard.put(frame)
  }

  async emit(): Promise<EmitType> {
    return await waitForItem(this.heard)
  }

  async videoReceive(frame: VideoFrame): Promise<void> {
    // A picture says when it was taken, in ticks of 90 kHz.
    const takenAt = frame.pts / 90
    const isDue = takenAt >= this.nextStill
    if (isDue) this.nextStill = takenAt + INTERVAL
    const mirrored = mirror(frame)
    await this.seen.put(isDue ? [mirrored, new AdditionalOutputs(stillOf(frame))] : mirrored)
  }

  async videoEmit(): Promise<VideoEmitType> {
    return await waitForItem(this.seen)
  }
}

function mirror({ width, height, format, data, pts }: VideoFrame): VideoFrame {
  // A pixel of `rgba` is one number of 32 bits: so each row is simply turned around.
  const pixels = new Uint32Array(data.slice().buffer)
  for (let row = 0; row < height; row++) pixels.subarray(row * width, (row + 1) * width).reverse()
  return new VideoFrame({ width, height, format, data: new Uint8Array(pixels.buffer), pts })
}

/** Small enough for a message: one pixel of so many, as base64, and the mean of their colours. */
function stillOf(frame: VideoFrame) {
  const step = Math.ceil(frame.width / STILL_WIDTH)
  const [width, height] = [Math.ceil(frame.width / step), Math.ceil(frame.height / step)]
  const data = new Uint8Array(width * height * 4)
  for (let n = 0; n < width * height; n++) {
    const at = (Math.floor(n / width) * frame.width + (n % width)) * step * 4
    data.set(frame.data.subarray(at, at + 4), n * 4)
  }
  const mean = [0, 1, 2].map((colour) => {
    const sum = data.reduce((all, byte, at) => (at % 4 === colour ? all + byte : all), 0)
    return Math.round(sum / (width * height))
  })
  return { width, height, format: 'rgba', mean, data: Buffer.from(data).toString('base64') }
}
