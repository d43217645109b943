import {
  AdditionalOutputs,
  AsyncAudioVideoStreamHandler,
  AsyncQueue,
  type AudioFrame,
  createMessage,
  type EmitType,
  type VideoEmitType,
  type VideoFrame,
  waitForItem,
} from 'soundcheck'
import { createEar } from '../ear'
import { createEye } from '../eye'

export const stream = { title: 'Studio', mode: 'send', concurrencyLimit: 1 }

const RATE = 48_000

/** Takes what is published, and says once a second what that was, on `/outputs`: who publishes has no data channel. */
// biome-ignore lint/style/noDefaultExport: a handler file has one.
export default class Studio extends AsyncAudioVideoStreamHandler {
  static override readonly videoFormat = 'i420'

  private readonly reports = new AsyncQueue<AdditionalOutputs>()
  private readonly ear = createEar(RATE)
  private readonly eye = createEye()

  constructor() {
    super({ inputSampleRate: RATE, outputSampleRate: RATE })
  }

  async receive([, samples]: AudioFrame): Promise<void> {
    const report = this.ear.hear(samples)
    if (report) await this.reports.put(new AdditionalOutputs(createMessage('heard', { ...report })))
  }

  async videoReceive(frame: VideoFrame): Promise<void> {
    const report = this.eye.see(frame, performance.now())
    if (report) await this.reports.put(new AdditionalOutputs(createMessage('seen', { ...report })))
  }

  async emit(): Promise<EmitType> {
    return await waitForItem(this.reports)
  }

  async videoEmit(): Promise<VideoEmitType> {
    return null
  }
}
