import {
  AsyncAudioVideoStreamHandler,
  AsyncQueue,
  type AudioFrame,
  createMessage,
  type EmitType,
  type JsonValue,
  type VideoEmitType,
  type VideoFrame,
  waitForItem,
} from 'soundcheck'
import { createEar } from '../ear'
import { createEye } from '../eye'

export const stream = { title: 'Mirror' }

const RATE = 48_000

/** Gives back what it hears and sees, and says once a second what that was. */
// biome-ignore lint/style/noDefaultExport: a handler file has one.
export default class Mirror extends AsyncAudioVideoStreamHandler {
  static override readonly videoFormat = 'i420'

  private readonly heard = new AsyncQueue<AudioFrame>()
  private readonly seen = new AsyncQueue<VideoFrame>()
  private readonly ear = createEar(RATE)
  private readonly eye = createEye()

  constructor() {
    super({ inputSampleRate: RATE, outputSampleRate: RATE })
  }

  override async onMessage(message: JsonValue): Promise<void> {
    await this.sendMessage(createMessage('pong', message))
  }

  async receive(frame: AudioFrame): Promise<void> {
    await this.heard.put(frame)
    const report = this.ear.hear(frame[1])
    if (report) await this.sendMessage(createMessage('heard', { ...report }))
  }

  async emit(): Promise<EmitType> {
    return await waitForItem(this.heard)
  }

  async videoReceive(frame: VideoFrame): Promise<void> {
    await this.seen.put(frame)
    const report = this.eye.see(frame, performance.now())
    if (report) await this.sendMessage(createMessage('seen', { ...report }))
  }

  async videoEmit(): Promise<VideoEmitType> {
    return await waitForItem(this.seen)
  }
}
