import {
  AsyncQueue,
  AsyncStreamHandler,
  type AudioFrame,
  createMessage,
  type EmitType,
  type JsonValue,
  waitForItem,
} from 'soundcheck'
import { createEar } from '../ear'

export const stream = { title: 'Echo' }

const RATE = 48_000

/** Gives back what it hears, and says once a second what that was. */
// biome-ignore lint/style/noDefaultExport: a handler file has one.
export default class Echo extends AsyncStreamHandler {
  private readonly heard = new AsyncQueue<AudioFrame>()
  private readonly ear = createEar(RATE)

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
}
