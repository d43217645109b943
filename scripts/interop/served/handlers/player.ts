import { AsyncAudioVideoStreamHandler, type EmitType, type VideoEmitType, VideoFrame } from 'soundcheck'

export const stream = { title: 'Player', mode: 'receive', concurrencyLimit: 1 }

const RATE = 48_000
const TONE = { hz: 440, level: 0.3 }
const SIZE = { width: 320, height: 240 }
const GREY = 128

/** Plays a tone and stripes that move: the same as the publishers send. */
// biome-ignore lint/style/noDefaultExport: a handler file has one.
export default class Player extends AsyncAudioVideoStreamHandler {
  private played = 0
  private shown = 0

  constructor() {
    super({ outputSampleRate: RATE, fps: 30 })
  }

  async receive(): Promise<void> {
    // Who plays it sends nothing.
  }

  async videoReceive(): Promise<void> {
    // The same goes for pictures.
  }

  async emit(): Promise<EmitType> {
    const step = (2 * Math.PI * TONE.hz) / RATE
    const from = this.played
    this.played += this.outputFrameSize
    const samples = Float32Array.from(
      { length: this.outputFrameSize },
      (_, n) => TONE.level * Math.sin(step * (from + n)),
    )
    return [RATE, samples]
  }

  async videoEmit(): Promise<VideoEmitType> {
    const { width, height } = SIZE
    const shift = 4 * this.shown++
    const data = new Uint8Array((width * height * 3) / 2).fill(GREY)
    const row = Uint8Array.from({ length: width }, (_, x) => ((x + shift) % 64) * 4)
    for (let y = 0; y < height; y++) data.set(row, y * width)
    return new VideoFrame({ ...SIZE, format: 'i420', data })
  }
}
