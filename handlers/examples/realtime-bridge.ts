// Realtime bridge
// Connects you to a speech-to-speech service with OpenAI's realtime interface: it hears you and answers.

import {
  AdditionalOutputs,
  AsyncQueue,
  AsyncStreamHandler,
  type AudioFrame,
  aggregateBytesTo16bit,
  CloseStream,
  type EmitType,
  WebRTCError,
  waitForItem,
  z,
} from 'soundcheck'

export const stream = {
  title: 'Realtime bridge',
  inputs: z.object({
    url: z.string().default('wss://api.openai.com/v1/realtime?model=gpt-realtime'),
    apiKey: z.string().default('').meta({ format: 'password' }).describe('Left empty, none is sent'),
  }),
}

/** Hz, both ways: what the service speaks and hears if it is not told otherwise. */
const RATE = 24_000

/** What the service sends, as far as we listen to it. */
type ServiceEvent = { type: string; delta?: string; transcript?: string; error?: { message?: string } }

export default class RealtimeBridge extends AsyncStreamHandler {
  private readonly answers = new AsyncQueue<EmitType>()
  private socket: WebSocket | null = null

  constructor() {
    super({ inputSampleRate: RATE, outputSampleRate: RATE })
  }

  /** Sound comes meanwhile; until the service is there it is not sent. */
  override async startUp(): Promise<void> {
    await this.waitForArgs()
    const [, url, apiKey] = this.latestArgs
    const headers = new Headers(apiKey ? { Authorization: `Bearer ${apiKey}` } : {})
    const socket = new WebSocket(String(url), { headers })
    this.socket = socket
    socket.addEventListener('message', ({ data }) => this.understand(JSON.parse(String(data))))
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve())
      socket.addEventListener('error', () =>
        reject(new WebRTCError(`No connection to ${url}. Check the URL and the API key.`)),
      )
    })
    socket.addEventListener('close', ({ code, reason }) => {
      this.answers.putNowait(new CloseStream(`The service hung up: ${reason || code}`))
    })
  }

  async receive([, samples]: AudioFrame): Promise<void> {
    if (!this.socket || this.socket.readyState !== this.socket.OPEN) return
    const audio = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64')
    this.socket.send(JSON.stringify({ type: 'input_audio_buffer.append', audio }))
  }

  async emit(): Promise<EmitType> {
    return await waitForItem(this.answers)
  }

  override shutdown(): void {
    this.socket?.close()
  }

  private understand({ type, delta = '', transcript = '', error }: ServiceEvent): void {
    switch (type) {
      case 'input_audio_buffer.speech_started':
        // The person interrupts: what was not played yet is dropped, here and in the queue for playback.
        this.answers.clear()
        this.clearQueue()
        break
      case 'response.audio.delta':
      case 'response.output_audio.delta':
        for (const samples of aggregateBytesTo16bit([Buffer.from(delta, 'base64')]))
          this.answers.putNowait([RATE, samples])
        break
      case 'response.audio_transcript.done':
      case 'response.output_audio_transcript.done':
        this.answers.putNowait(new AdditionalOutputs({ speaker: 'service', text: transcript }))
        break
      case 'conversation.item.input_audio_transcription.completed':
        this.answers.putNowait(new AdditionalOutputs({ speaker: 'you', text: transcript }))
        break
      case 'error':
        console.error(`The service reports: ${error?.message}`)
    }
  }
}
