/**
 * The source of a handler that gives sound back, counts what it is told to do, over all its versions, and does it.
 *
 * @param version what it calls itself; 'bad' does not start.
 */
export const talkativeHandler = (version: string, stream = ''): string => `
import { AdditionalOutputs, AsyncQueue, AsyncStreamHandler, waitForItem, z } from 'soundcheck'
export const stream = { inputs: z.object({ gain: z.number().default(1) }), ${stream} }
export default class Talkative extends AsyncStreamHandler {
  count = 0
  heard = new AsyncQueue()
  constructor() { super({ inputSampleRate: 48000, outputSampleRate: 48000 }) }
  async startUp() { if ('${version}' === 'bad') throw new Error('it does not start') }
  exportState() { return this.count }
  importState(count) { this.count = count }
  async receive(frame) { await this.heard.put(frame) }
  async emit() { return await waitForItem(this.heard) }
  async onMessage(message) {
    if (message === 'exit') process.exit(3)
    if (message === 'block') {
      for (;;) {}
    }
    if (message === 'print') for (let n = 0; n < 200; n += 1) console.log('line', n)
    if (message === 'output') await this.heard.put(new AdditionalOutputs(this.count))
    this.count += 1
    await this.sendMessage(JSON.stringify({ by: '${version}', count: this.count, gain: this.latestArgs[1], thread: process.pid }))
  }
}`
