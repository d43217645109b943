import { messageOf, SoundcheckError } from '../../../contract/errors'
import type { AudioFrame } from '../frames'
import { audioToBytes } from '../wav'
import type { SpeechToText, TranscriptionHints } from './speech-to-text'

/** Which service transcribes, and how. */
export interface HttpSpeechToTextOptions {
  /** Where the service's API begins, such as `http://127.0.0.1:8000/v1`; `/audio/transcriptions` is added to it. */
  readonly baseUrl: string
  /** Sent as `Authorization: Bearer`. */
  readonly apiKey?: string
  /** The service's name for the model; `whisper-1` by default. */
  readonly model?: string
  /** ISO 639-1, such as `en`; without it the service finds out by itself. */
  readonly language?: string
  /** Longest wait for an answer, ms; 15,000 by default. */
  readonly timeout?: number
  /** Gives up what is under way when it is aborted; a handler's `signal`. */
  readonly signal?: AbortSignal
}

const DEFAULT_MODEL = 'whisper-1'
const DEFAULT_TIMEOUT = 15_000
/** How much of a refusal is shown. */
const EXCERPT_LENGTH = 300

const HINTS: { readonly [status: number]: string } = {
  401: 'Check apiKey.',
  403: 'Check apiKey, and that it may use this model.',
  404: 'Check baseUrl (it often ends in /v1) and model.',
  413: 'Send less audio at once.',
  429: 'The service is asked too often, or its quota is used up.',
}

/**
 * Speech to text by a service that has OpenAI's transcription interface: OpenAI itself, or a server on your own machine
 * (whisper.cpp, faster-whisper, LocalAI ...). Each call sends one 16-bit WAV file; hinted phrases go as the `prompt`.
 * Audio without samples is answered with an empty text, without a request.
 *
 * @throws SoundcheckError `handler` for a `baseUrl` that is none. `transcribe` throws `unavailable` when the service cannot
 * be reached, refuses, or answers something else than `{ "text": … }`, `timeout` when it takes too long, `closed` when
 * `signal` is aborted. Source: OpenAI API reference, "Create transcription".
 */
export function createHttpSpeechToText(options: HttpSpeechToTextOptions): SpeechToText {
  const url = endpoint(options.baseUrl)
  return {
    async transcribe(audio, hints) {
      if (audio[1].length === 0) return ''
      const limit = AbortSignal.timeout(options.timeout ?? DEFAULT_TIMEOUT)
      const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit
      try {
        const headers: Record<string, string> = options.apiKey
          ? { authorization: `Bearer ${options.apiKey}` }
          : {}
        const body = form(audio, options, hints)
        const response = await fetch(url, { method: 'POST', headers, body, signal })
        return readAnswer(url, response.status, await response.text())
      } catch (thrown) {
        throw failure(url, thrown, options)
      }
    },
  }
}

function endpoint(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new SoundcheckError('handler', `${JSON.stringify(baseUrl)} is not the address of a service`, {
      hint: 'Give baseUrl as http://host:port/v1 or https://host/v1.',
    })
  }
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/audio/transcriptions`
  return url.href
}

function form(audio: AudioFrame, options: HttpSpeechToTextOptions, hints?: TranscriptionHints): FormData {
  const fields = new FormData()
  const file = new Blob([new Uint8Array(audioToBytes(audio))], { type: 'audio/wav' })
  fields.append('file', file, 'speech.wav')
  fields.append('model', options.model ?? DEFAULT_MODEL)
  fields.append('response_format', 'json')
  if (options.language) fields.append('language', options.language)
  if (hints?.phrases?.length) fields.append('prompt', hints.phrases.join(', '))
  return fields
}

function readAnswer(url: string, status: number, body: string): string {
  if (status < 200 || status > 299) {
    const hint = HINTS[status] ?? 'See the log of the service.'
    throw new SoundcheckError('unavailable', `${url} answered ${status}: ${excerpt(body)}`, { hint })
  }
  const text = textOf(body)
  if (text !== null) return text.trim()
  throw new SoundcheckError('unavailable', `${url} did not answer {"text": …} but ${excerpt(body)}`, {
    hint: 'Check that baseUrl is a service with the transcription interface of OpenAI.',
  })
}

function textOf(body: string): string | null {
  try {
    const answer: unknown = JSON.parse(body)
    if (typeof answer !== 'object' || answer === null || !('text' in answer)) return null
    return typeof answer.text === 'string' ? answer.text : null
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null
    throw thrown
  }
}

function excerpt(body: string): string {
  const line = body.replace(/\s+/g, ' ').trim()
  if (line === '') return 'nothing'
  return line.length > EXCERPT_LENGTH ? `${line.slice(0, EXCERPT_LENGTH)}…` : line
}

function failure(url: string, thrown: unknown, options: HttpSpeechToTextOptions): SoundcheckError {
  if (thrown instanceof SoundcheckError) return thrown
  if (options.signal?.aborted) {
    return new SoundcheckError('closed', 'The transcription was given up', { cause: thrown })
  }
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    const seconds = (options.timeout ?? DEFAULT_TIMEOUT) / 1000
    return new SoundcheckError('timeout', `${url} did not answer within ${seconds} s`, {
      hint: 'Use a faster model, or give a longer timeout.',
      cause: thrown,
    })
  }
  // What fetch throws says only "fetch failed"; the reason is its cause.
  const reason = messageOf(thrown instanceof Error && thrown.cause ? thrown.cause : thrown)
  return new SoundcheckError('unavailable', `${url} cannot be reached: ${reason}`, {
    hint: 'Check baseUrl, and that the service is running.',
    cause: thrown,
  })
}
