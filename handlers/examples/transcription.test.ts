import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { JsonValue } from '../../contract/json'
import { TestHost } from '../host/testing/run-host'
import { talkTo } from '../host/testing/talk-to'
import { makeClip } from '../kit/testing/spoken-clip'
import { audioFromBytes } from '../kit/wav'

let host: TestHost
let server: Server
afterEach(async () => {
  await host.close()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

async function run(name: string, inputs: Record<string, JsonValue>): Promise<void> {
  host = await TestHost.start()
  await host.loadFile(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)))
  await host.begin({ inputs })
}

/** Gives the port. */
async function listen(made: Server): Promise<number> {
  server = made
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const outputs = () => host.all('outputs').map(({ values }) => values[0])

describe('transcription', () => {
  interface Asked {
    readonly url: string | undefined
    readonly headers: IncomingHttpHeaders
    readonly form: FormData
  }
  const asked: Asked[] = []
  const bodyOf = async (request: IncomingMessage): Promise<FormData> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const headers = { 'content-type': request.headers['content-type'] ?? '' }
    return new Response(Buffer.concat(chunks), { headers }).formData()
  }

  /** A service that answers each utterance when `answers` says so. */
  async function serve(answer: (n: number) => Promise<[status: number, body: string]>): Promise<string> {
    asked.length = 0
    const port = await listen(
      createServer(async (request, response) => {
        asked.push({ url: request.url, headers: request.headers, form: await bodyOf(request) })
        const [status, body] = await answer(asked.length)
        response.writeHead(status, { 'content-type': 'application/json' }).end(body)
      }),
    )
    return `http://127.0.0.1:${port}/v1/`
  }

  const text = (words: string): [number, string] => [200, JSON.stringify({ text: ` ${words}\n` })]

  it('posts each utterance as a WAV file with model and key, and gives the text', async () => {
    const baseUrl = await serve(async (n) => text(`text ${n}`))
    await run('transcription', { baseUrl, apiKey: 'secret', model: 'tiny' })
    const person = talkTo(host, 16_000)
    const clip = makeClip([0.8, 'What is the weather like?', 1.2], { sampleRate: 16_000 })
    await person.say(clip.samples)
    await host.until(() => outputs().length === 1, 'the first text')
    await person.say(clip.samples)
    await host.until(() => outputs().length === 2, 'the second text')
    expect(outputs()).toEqual([{ text: 'text 1' }, { text: 'text 2' }])
    expect(asked[0]).toMatchObject({
      url: '/v1/audio/transcriptions',
      headers: { authorization: 'Bearer secret' },
    })
    expect(asked[0]?.form.get('model')).toBe('tiny')
    const file = asked[0]?.form.get('file')
    if (!(file instanceof File)) throw new Error('no file was sent')
    const [rate, samples] = audioFromBytes(new Uint8Array(await file.arrayBuffer()))
    expect(rate).toBe(16_000)
    expect(samples.length / rate).toBeGreaterThan(1.2)
    expect(samples.length / rate).toBeLessThan(2.5)
  })

  it('loses no text to somebody who goes on before it is there', async () => {
    const gates: (() => void)[] = []
    const baseUrl = await serve(async (n) => {
      await new Promise<void>((go) => gates.push(go))
      return text(`text ${n}`)
    })
    await run('transcription', { baseUrl })
    const person = talkTo(host, 16_000)
    const words = ['What is the weather like?', 1.2, 'And in London, please?', 1.2]
    await person.say(makeClip([0.8, ...words], { sampleRate: 16_000 }).samples)
    await person.event('pause_detected', 1)
    expect(person.names()).toContain('interrupted')
    gates[0]?.()
    await host.until(() => outputs().length === 1, 'the first text')
    gates[1]?.()
    await host.until(() => outputs().length === 2, 'the second text')
    expect(outputs()).toEqual([{ text: 'text 1' }, { text: 'text 2' }])
  })

  it.each([
    [401, 'Check apiKey.'],
    [404, 'Check baseUrl'],
    [500, '{"error":"broken"}'],
    [200, 'Check that baseUrl is a service'],
  ])('tells the person what to do when the service answers %i, and asks again', async (status, advice) => {
    const baseUrl = await serve(async (n) => (n === 1 ? [status, '{"error":"broken"}'] : text('fine')))
    await run('transcription', { baseUrl })
    const person = talkTo(host, 16_000)
    const { samples } = makeClip([0.8, 'What is the weather like?', 1.2], { sampleRate: 16_000 })
    await person.say(samples)
    const { error } = await host.next('fault')
    expect(error.message).toContain(advice)
    expect(person.messages()).toContainEqual({ type: 'error', data: error.message, message: error.message })
    await person.say(samples)
    await host.until(() => outputs().length === 1, 'the text')
    expect(asked[0]?.headers.authorization).toBeUndefined()
  })

  it('tells the person when nobody answers at all', async () => {
    // A port at which nobody listens any more.
    const port = await listen(createServer())
    server.close()
    await serve(async () => text(''))
    await run('transcription', { baseUrl: `http://127.0.0.1:${port}` })
    const person = talkTo(host, 16_000)
    await person.say(makeClip([0.8, 'Hello, who is there?', 1.2], { sampleRate: 16_000 }).samples)
    const { error } = await host.next('fault')
    const url = `http://127.0.0.1:${port}/audio/transcriptions`
    expect(error.message).toContain(`${url} cannot be reached`)
    expect(error.message).toContain('Check baseUrl, and that the service is running.')
  })
})
