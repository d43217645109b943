// Grayscale
// The camera without its colours.

import {
  type AudioFrame,
  AudioVideoStreamHandler,
  type EmitType,
  type VideoEmitType,
  type VideoFrame,
} from 'soundcheck'

export const stream = { title: 'Grayscale' }

/** Asking for `gray8` is the whole trick: the pictures come without them. */
export default class Grayscale extends AudioVideoStreamHandler {
  static override readonly videoFormat = 'gray8'

  private readonly heard: AudioFrame[] = []
  private picture: VideoFrame | null = null

  receive(frame: AudioFrame): void {
    this.heard.push(frame)
  }

  emit(): EmitType {
    return this.heard.shift() ?? null
  }

  videoReceive(frame: VideoFrame): void {
    this.picture = frame
  }

  videoEmit(): VideoEmitType {
    const picture = this.picture
    // Each picture is given once; until the next one comes there is nothing new to show.
    this.picture = null
    return picture
  }
}
