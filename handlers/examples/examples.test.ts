import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import type { JsonValue } from '../../contract/json'
import type { HandlerManifest } from '../../contract/manifest'
import { TestHost } from '../host/testing/run-host'

let host: TestHost
afterEach(() => host.close())

async function run(name: string, inputs = {}): Promise<HandlerManifest> {
  host = await TestHost.start()
  const manifest = await host.loadFile(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)))
  await host.begin({ inputs })
  return manifest
}

function sine(): Int16Array<ArrayBuffer> {
  return Int16Array.from({ length: 960 }, (_, n) =>
    Math.round(8000 * Math.sin((2 * Math.PI * 440 * n) / 48000)),
  )
}

/** Sends ten blocks of a tone and gives all that came back. */
async function talk(): Promise<number[]> {
  for (let n = 0; n < 10; n++) host.audio(sine(), 1, n)
  await host.until(() => host.all('audio').length === 10, 'ten blocks')
  expect(host.all('fault')).toEqual([])
  return host.all('audio').flatMap(({ samples }) => [...samples])
}

const tenBlocks = (): number[] => Array.from({ length: 10 }, () => [...sine()]).flat()

it('echo gives back what was said', async () => {
  expect(await run('echo')).toMatchObject({ title: 'Echo', modality: 'audio' })
  expect(await talk()).toEqual(tenBlocks())
})

it('gain makes it louder by its input and never wraps around', async () => {
  const manifest = await run('gain')
  expect(manifest.inputs).toMatchObject({
    properties: {
      gain: { type: 'number', minimum: 0, maximum: 4, default: 1, description: expect.any(String) },
    },
  })
  expect(await talk()).toEqual(tenBlocks())
  host.post({ type: 'inputs', values: { gain: 4 } })
  host.audio(new Int16Array(960).fill(2000))
  host.audio(new Int16Array(960).fill(-20000))
  await host.until(() => host.all('audio').length === 12, 'two more blocks')
  expect(
    host
      .all('audio')
      .slice(10)
      .map(({ samples }) => samples[0]),
  ).toEqual([8000, -32768])
})

it('tone plays without a microphone, at a comfortable level, in real time', async () => {
  expect(await run('tone')).toMatchObject({ mode: 'receive' })
  await host.until(() => host.all('audio').length >= 25, 'half a second of tone')
  const samples = host
    .all('audio')
    .slice(0, 25)
    .flatMap((block) => [...block.samples])
  const crossings = samples.filter((sample, n) => sample >= 0 && (samples[n - 1] ?? 0) < 0).length
  expect(crossings).toBeGreaterThanOrEqual(218)
  expect(crossings).toBeLessThanOrEqual(220)
  expect(Math.max(...samples)).toBeGreaterThan(6000)
  expect(Math.max(...samples)).toBeLessThan(6600)
  const { counters } = await host.next('counters')
  expect(counters.audioOut).toBeGreaterThanOrEqual(40)
  expect(counters.audioOut).toBeLessThanOrEqual(60)
})

it('flip mirrors the picture and echoes the sound', async () => {
  expect(await run('flip')).toMatchObject({ modality: 'audio-video', videoFormat: 'rgba' })
  const data = Uint8Array.from({ length: 3 * 2 * 4 }, (_, n) => n)
  host.post({ type: 'video', width: 3, height: 2, format: 'rgba', data, pts: 0, arrivedAt: 1 })
  const picture = await host.next('video')
  const pixel = (n: number): number[] => [0, 1, 2, 3].map((byte) => n * 4 + byte)
  expect([...picture.data]).toEqual([2, 1, 0, 5, 4, 3].flatMap(pixel))
  expect(await talk()).toEqual(tenBlocks())
})

it('grayscale asks for pictures without colour and gives each back once', async () => {
  expect(await run('grayscale')).toMatchObject({ videoFormat: 'gray8' })
  for (let n = 0; n < 3; n++) {
    host.post({
      type: 'video',
      width: 2,
      height: 1,
      format: 'gray8',
      data: Uint8Array.of(n, 9),
      pts: n,
      arrivedAt: n,
    })
    await host.until(() => host.all('video').length === n + 1, 'a picture')
  }
  expect(host.all('video').map(({ data, cause }) => [data[0], cause])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ])
  expect(await talk()).toEqual(tenBlocks())
})

it('chat answers each message and writes to the console', async () => {
  await run('chat')
  const messages: JsonValue[] = ['hällo 👋', { type: 'ping' }, { a: 1 }]
  for (const message of messages) host.post({ type: 'message', message })
  await host.until(() => host.all('message').length === 3, 'three answers')
  expect(host.all('message').map(({ text }) => JSON.parse(text))).toEqual([
    { type: 'reply', data: { count: 1, text: '👋 olläh' } },
    { type: 'pong', data: { count: 2 } },
    { type: 'echo', data: { a: 1 } },
  ])
  expect(host.all('console').map(({ text }) => text)).toEqual([
    'message 1 hällo 👋',
    "message 2 { type: 'ping' }",
    'message 3 { a: 1 }',
  ])
})
