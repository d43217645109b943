/** Gives back what it hears. */
export const echo = `
  import { AsyncQueue, AsyncStreamHandler } from 'soundcheck'
  export default class Echo extends AsyncStreamHandler {
    queue = new AsyncQueue()
    constructor() { super({ inputSampleRate: 48000, outputSampleRate: 48000 }) }
    copy() { return new Echo() }
    async receive(frame) { this.queue.put(frame) }
    async emit() { return this.queue.get() }
  }`

/** Emits nothing; `members` are what else there is in its class. */
export const silent = (members: string): string => `
  import { AsyncStreamHandler } from 'soundcheck'
  import { readFile } from 'node:fs/promises'
  import { setTimeout as sleep } from 'node:timers/promises'
  export default class Silent extends AsyncStreamHandler {
    copy() { return new Silent() }
    async receive() {}
    async emit() { return null }
    ${members}
  }`

/** Repeats what it was told when the person pauses. */
export const parrot = `
  import { ReplyOnPause } from 'soundcheck'
  export default new ReplyOnPause(async function* ([rate, samples]) {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    yield [rate, samples]
  })`

/** Turns pictures left side right. */
export const mirror = `
  import { VideoCallback, VideoFrame } from 'soundcheck'
  export default new VideoCallback(({ width, height, format, data, pts }) => {
    const turned = new Uint8Array(data.length)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        turned.set(data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3), (y * width + width - 1 - x) * 3)
    return new VideoFrame({ width, height, format, data: turned, pts })
  })`
