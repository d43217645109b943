/** Says on the console what it is told, echoes sound, and tells when it is shut down. */
export const echoSource = `
import { AsyncQueue, AsyncStreamHandler, type AudioFrame, type EmitType, waitForItem } from 'soundcheck'

export default class Echo extends AsyncStreamHandler {
  private readonly heard = new AsyncQueue<AudioFrame>()
  override async startUp(): Promise<void> {
    console.log('hello from echo')
    process.stdout.write('written past the console\\n')
  }
  async receive(frame: AudioFrame): Promise<void> {
    await this.heard.put(frame)
  }
  async emit(): Promise<EmitType> {
    return await waitForItem(this.heard)
  }
  override async shutdown(): Promise<void> {
    console.warn('echo shuts down')
  }
}
`

export const unfinishedSource = `
import { AsyncStreamHandler } from 'soundcheck'

export default class Unfinished extends AsyncStreamHandler {
  async receive( {
}
`
