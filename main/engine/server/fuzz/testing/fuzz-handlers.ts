/** What the server under attack serves, by file name. */
const echo = (name: string, more: string) => `
import { AsyncQueue, AsyncStreamHandler, type AudioFrame, type EmitType, waitForItem } from 'soundcheck'

${more}
export default class ${name} extends AsyncStreamHandler {
  private readonly heard = new AsyncQueue<AudioFrame>()
  async receive(frame: AudioFrame): Promise<void> {
    await this.heard.put(frame)
  }
  async emit(): Promise<EmitType> {
    return await waitForItem(this.heard)
  }
}
`

/** `echo` comes first by its name: it is the one at the root. */
export const fuzzHandlers: { readonly [file: string]: string } = {
  'echo.ts': echo('Echo', 'export const stream = { concurrencyLimit: 6 }'),
  'neighbour.ts': echo('Neighbour', ''),
}
