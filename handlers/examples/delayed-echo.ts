// Delay
// What you say comes back a while later; how much later is a slider that works while you talk.

import { type AudioFrame, type EmitType, StreamHandler, z } from 'soundcheck'

export const stream = {
  title: 'Delay',
  inputs: z.object({
    delay: z.number().min(0).max(5).default(1).describe('Seconds until you hear yourself'),
  }),
}

/** Each frame is 20 ms. */
const FRAMES_IN_A_SECOND = 50

export default class DelayedEcho extends StreamHandler {
  /** The delay line: frames go in at its end and come out at its beginning. */
  private readonly line: AudioFrame[] = []
  private readonly ready: AudioFrame[] = []

  receive(frame: AudioFrame): void {
    const wanted = Math.round(Number(this.latestArgs[1]) * FRAMES_IN_A_SECOND)
    this.line.push(frame)
    // After the delay was made shorter the line is too long: the surplus is skipped, or it would stay as long as it was.
    this.line.splice(0, this.line.length - wanted - 1)
    const oldest = this.line.length > wanted ? this.line.shift() : undefined
    if (oldest) this.ready.push(oldest)
  }

  /** While the line fills, there is nothing: `null` is heard as silence. */
  emit(): EmitType {
    return this.ready.shift() ?? null
  }
}
