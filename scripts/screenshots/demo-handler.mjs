// The handler of the pictures in docs/screenshots: something of everything that the window can show.

/** A handler file: mirrors the picture, gives the sound back, answers messages, writes to the console, has inputs. */
export const mirrorHandler = `import {
  AsyncAudioVideoStreamHandler, AsyncQueue, type AudioFrame, createMessage, type JsonValue, VideoFrame, waitForItem, z,
} from 'soundcheck'

export const stream = {
  title: 'Mirror',
  timeLimit: 600,
  inputs: z.object({
    volume: z.number().min(0).max(2).default(0.8).describe('How loud you come back'),
    name: z.string().max(40).default('Ada').describe('Whom to greet'),
    tone: z.enum(['friendly', 'formal', 'short']).default('friendly'),
    mirrored: z.boolean().default(true),
  }),
}

/** The camera as in a mirror, the voice louder or softer, and a greeting for who asks. */
export default class Mirror extends AsyncAudioVideoStreamHandler {
  static override readonly videoFormat = 'rgba'
  private readonly heard = new AsyncQueue<AudioFrame>()
  private readonly seen = new AsyncQueue<VideoFrame>()

  override async startUp() {
    console.info('ready', { sampleRate: this.inputSampleRate, fps: this.fps })
  }

  async receive([sampleRate, samples]: AudioFrame) {
    const volume = Number(this.latestArgs[1])
    await this.heard.put([sampleRate, samples.map((sample) => sample * volume)])
  }

  async emit() {
    return await waitForItem(this.heard)
  }

  async videoReceive(frame: VideoFrame) {
    await this.seen.put(this.latestArgs[4] ? mirror(frame) : frame)
  }

  async videoEmit() {
    return await waitForItem(this.seen)
  }

  override async onMessage(message: JsonValue) {
    if (message === 'hello') return await this.greet()
    console.warn('no answer to', message)
  }

  private async greet() {
    const [name, tone] = [this.latestArgs[2], this.latestArgs[3]]
    console.log('greeting', name, { tone })
    await this.sendMessage(createMessage('greeting', { text: \`Hello \${name}, good to see you\`, tone }))
  }
}

function mirror({ width, height, format, data, pts }: VideoFrame): VideoFrame {
  const pixels = new Uint32Array(data.slice().buffer)
  for (let row = 0; row < height; row++) pixels.subarray(row * width, (row + 1) * width).reverse()
  return new VideoFrame({ width, height, format, data: new Uint8Array(pixels.buffer), pts })
}
`

/** The same file with a mistake that shows only when it runs: it is taken back. */
export const failingMirrorHandler = mirrorHandler
  .replace(
    "console.info('ready', {",
    "if (!process.env.VOICE_KEY) throw new Error('VOICE_KEY is not set')\n    console.info('ready', {",
  )
  .replace('sample * volume', 'Math.round(sample * volume)')

/** The same file with a loop that never ends. */
export const loopingMirrorHandler = mirrorHandler.replace(
  "console.warn('no answer to', message)",
  'for (let n = 0; n >= 0; n = (n + 1) % 1000) Math.sqrt(n)',
)

/** The same file as an author may have left it: a bracket is missing. */
export const brokenMirrorHandler = mirrorHandler.replace('this.latestArgs[1])', 'this.latestArgs[1]')
