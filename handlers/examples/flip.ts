// Flip
// The camera as in a mirror, with the sound as it is.

import {
  AsyncAudioVideoStreamHandler,
  AsyncQueue,
  type AudioFrame,
  type EmitType,
  type VideoEmitType,
  VideoFrame,
  waitForItem,
} from 'soundcheck'

export const stream = { title: 'Flip' }

export default class Flip extends AsyncAudioVideoStreamHandler {
  /** The format we would like pictures in; the conversion costs next to nothing. `rgba` has 4 bytes a pixel. */
  static override readonly videoFormat = 'rgba'

  private readonly heard = new AsyncQueue<AudioFrame>()
  private readonly seen = new AsyncQueue<VideoFrame>()

  async receive(frame: AudioFrame): Promise<void> {
    await this.heard.put(frame)
  }

  async emit(): Promise<EmitType> {
    return await waitForItem(this.heard)
  }

  async videoReceive(frame: VideoFrame): Promise<void> {
    await this.seen.put(mirror(frame))
  }

  async videoEmit(): Promise<VideoEmitType> {
    return await waitForItem(this.seen)
  }
}

function mirror({ width, height, format, data, pts }: VideoFrame): VideoFrame {
  // Four bytes at once: a view of 32-bit numbers has one for each pixel, and a row of those can simply be reversed.
  const pixels = new Uint32Array(data.slice().buffer)
  for (let row = 0; row < height; row++) pixels.subarray(row * width, (row + 1) * width).reverse()
  return new VideoFrame({ width, height, format, data: new Uint8Array(pixels.buffer), pts })
}
