import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { AudioFrame } from '../frames'
import { audioFromBytes } from '../wav'
import { createHttpSpeechToText } from './http-speech-to-text'

const audio: AudioFrame = [16_000, Int16Array.of(1, -2, 3, -32_768, 32_767)]
let server: Server | undefined

afterEach(async () => {
  server?.closeAllConnections()
  await new Promise<void>((done) => (server?.listening ? server.close(() => done()) : done()))
})

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener)
  server = started
  await new Promise<void>((done) => started.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/v1/`
}

const answering = (status: number, body: string): Promise<string> =>
  serve((request, response) => void request.resume().on('end', () => response.writeHead(status).end(body)))

interface Received {
  readonly url: string | undefined
  readonly authorization: string | undefined
  readonly form: FormData
}

function recording(received: Received[]): Promise<string> {
  return serve(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const headers = { 'content-type': String(request.headers['content-type']) }
    const form = await new Response(Buffer.concat(chunks), { headers }).formData()
    received.push({ url: request.url, authorization: request.headers.authorization, form })
    response.end(JSON.stringify({ text: ' Hello there. ' }))
  })
}

describe('speech to text over HTTP', () => {
  it('posts a WAV file with key, model, language and hints, and gives back the text', async () => {
    const received: Received[] = []
    const baseUrl = await recording(received)
    const stt = createHttpSpeechToText({ baseUrl, apiKey: 'k', model: 'base', language: 'en' })
    expect(await stt.transcribe(audio, { phrases: ['ok computer', 'stop'] })).toBe('Hello there.')
    const [request] = received
    expect(request?.url).toBe('/v1/audio/transcriptions')
    expect(request?.authorization).toBe('Bearer k')
    const fields = [...(request?.form ?? [])].filter(([name]) => name !== 'file')
    expect(Object.fromEntries(fields)).toEqual({
      model: 'base',
      response_format: 'json',
      language: 'en',
      prompt: 'ok computer, stop',
    })
    const file = request?.form.get('file') as File
    expect([file.name, file.type]).toEqual(['speech.wav', 'audio/wav'])
    expect(audioFromBytes(new Uint8Array(await file.arrayBuffer()))).toEqual([...audio, 'mono'])
  })

  it('asks nothing where there is no audio', async () => {
    const stt = createHttpSpeechToText({ baseUrl: await answering(500, 'no') })
    expect(await stt.transcribe([16_000, new Int16Array()])).toBe('')
  })

  it('says what the service refused, and what to do', async () => {
    const stt = createHttpSpeechToText({ baseUrl: await answering(401, '{"error":\n "bad key"}') })
    await expect(stt.transcribe(audio)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('answered 401: {"error": "bad key"}'),
      hint: 'Check apiKey.',
    })
  })

  it('does not take another answer for a text', async () => {
    for (const body of ['<html>', '{}', 'null', '{"text":7}', '']) {
      const stt = createHttpSpeechToText({ baseUrl: await answering(200, body) })
      const refused = { code: 'unavailable', message: expect.stringContaining('did not answer {"text"') }
      await expect(stt.transcribe(audio)).rejects.toMatchObject(refused)
      server?.close()
    }
  })

  it('waits no longer than its timeout', async () => {
    const baseUrl = await serve((request) => void request.resume())
    const stt = createHttpSpeechToText({ baseUrl, timeout: 50 })
    await expect(stt.transcribe(audio)).rejects.toMatchObject({ code: 'timeout' })
  })

  it('gives up when its signal is aborted', async () => {
    const controller = new AbortController()
    const baseUrl = await serve((request) => void request.resume().on('end', () => controller.abort()))
    const stt = createHttpSpeechToText({ baseUrl, signal: controller.signal })
    await expect(stt.transcribe(audio)).rejects.toMatchObject({ code: 'closed' })
    await expect(stt.transcribe(audio)).rejects.toMatchObject({ code: 'closed' })
  })

  it('names a service that is not there', async () => {
    const baseUrl = await answering(200, '')
    await new Promise((done) => server?.close(done))
    await expect(createHttpSpeechToText({ baseUrl }).transcribe(audio)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/cannot be reached: .*ECONNREFUSED/),
    })
  })

  it('refuses an address that is none before anything is said', () => {
    for (const baseUrl of ['', 'localhost:80', 'ftp://x/'])
      expect(() => createHttpSpeechToText({ baseUrl })).toThrow('not the address of a service')
  })
})
