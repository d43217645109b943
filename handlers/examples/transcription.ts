// Transcription
// Sends each thing you say to a speech-to-text service and shows the text; it says nothing itself.

import {
  AdditionalOutputs,
  type AudioFrame,
  createHttpSpeechToText,
  ReplyOnPause,
  WebRTCError,
  z,
} from 'soundcheck'

export const stream = {
  title: 'Transcription',
  mode: 'send',
  inputs: z.object({
    baseUrl: z
      .string()
      .default('https://api.openai.com/v1')
      .describe('Any service with the interface of OpenAI, also one on your own machine'),
    apiKey: z.string().default('').meta({ format: 'password' }).describe('Left empty, none is sent'),
    model: z.string().default('whisper-1'),
  }),
}

type Inputs = readonly [baseUrl: string, apiKey: string, model: string]

export default class Transcription extends ReplyOnPause {
  constructor() {
    /** Who speaks again before the text is there ends that reply. What was asked for is kept for the next one. */
    const asked: Promise<string | WebRTCError>[] = []
    super(
      async function* (audio, ...inputs: Inputs) {
        asked.push(transcribe(audio, inputs, this.signal))
        for (let text = asked[0]; text !== undefined; text = asked[0]) {
          const outcome = await text
          if (typeof outcome === 'string') yield new AdditionalOutputs({ text: outcome })
          asked.shift()
          if (outcome instanceof WebRTCError) throw outcome
        }
      },
      { inputSampleRate: 16_000 },
    )
  }
}

/** Gives back what went wrong instead of throwing it: nobody may be waiting. */
async function transcribe(audio: AudioFrame, [baseUrl, apiKey, model]: Inputs, signal: AbortSignal) {
  try {
    return await createHttpSpeechToText({ baseUrl, apiKey, model, signal }).transcribe(audio)
  } catch (error) {
    if (signal.aborted) return ''
    // What the kit throws says in `hint` what to do. Here the person who speaks is told that, too.
    const { message, hint = '' } = error as Error & { hint?: string }
    return new WebRTCError(`${message}. ${hint}`, { cause: error })
  }
}
