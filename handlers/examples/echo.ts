// Echo
// The smallest useful handler: what you say comes back.

import { AsyncQueue, AsyncStreamHandler, type AudioFrame, type EmitType, waitForItem } from 'soundcheck'

export const stream = { title: 'Echo' }

/** `receive` and `emit` run side by side. A queue between them is all they need to share. */
export default class Echo extends AsyncStreamHandler {
  private readonly heard = new AsyncQueue<AudioFrame>()

  /** Called with every 20 ms of the microphone. */
  async receive(frame: AudioFrame): Promise<void> {
    await this.heard.put(frame)
  }

  /** Called again and again; `null` would mean "nothing to say now". */
  async emit(): Promise<EmitType> {
    return await waitForItem(this.heard)
  }
}
