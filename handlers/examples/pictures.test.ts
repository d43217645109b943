import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { JsonValue } from '../../contract/json'
import type { HandlerManifest } from '../../contract/manifest'
import { type PixelFormat, pictureBytes } from '../../contract/media'
import { TestHost } from '../host/testing/run-host'

let host: TestHost
afterEach(() => host.close())

async function run(name: string, inputs: Record<string, JsonValue> = {}): Promise<HandlerManifest> {
  host = await TestHost.start()
  const manifest = await host.loadFile(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)))
  await host.begin({ inputs })
  return manifest
}

type Size = readonly [width: number, height: number]

/** Shows one picture, taken at `takenAt` ms. */
function show([width, height]: Size, format: PixelFormat, data: Uint8Array<ArrayBuffer>, takenAt = 0): void {
  host.post({ type: 'video', width, height, format, data, pts: takenAt * 90, arrivedAt: takenAt })
}

const pictures = () => host.all('video')
const outputs = () => host.all('outputs').map(({ values }) => values[0])
const count = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, n) => n)

/** What was heard comes back. */
async function expectEcho(): Promise<void> {
  const samples = Int16Array.from({ length: 960 }, (_, n) => n)
  for (let n = 0; n < 3; n++) host.audio(samples.slice(), 1, n)
  await host.until(() => host.all('audio').length === 3, 'three blocks')
  for (const block of host.all('audio')) expect(block.samples).toEqual(samples)
}

describe('flip', () => {
  it('mirrors the picture and echoes the sound', async () => {
    expect(await run('flip')).toMatchObject({ modality: 'audio-video', videoFormat: 'rgba' })
    show([3, 2], 'rgba', count(24))
    const { data } = await host.next('video')
    const pixel = (n: number): number[] => [0, 1, 2, 3].map((byte) => n * 4 + byte)
    expect([...data]).toEqual([2, 1, 0, 5, 4, 3].flatMap(pixel))
    await expectEcho()
  })
})

describe('grayscale', () => {
  it('asks for pictures without colour, gives each back once and echoes the sound', async () => {
    expect(await run('grayscale')).toMatchObject({ videoFormat: 'gray8' })
    for (let n = 0; n < 3; n++) {
      show([2, 1], 'gray8', Uint8Array.of(n, 9), n)
      await host.until(() => pictures().length === n + 1, 'a picture')
    }
    expect(pictures().map(({ data, cause }) => [data[0], cause])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ])
    await expectEcho()
  })
})

describe('video slider', () => {
  const bytes = (): Uint8Array<ArrayBuffer> => Uint8Array.of(0, 64, 128, 192, 250, 255)

  it('leaves the picture alone until a slider is moved, and follows it then', async () => {
    expect(await run('video-slider')).toMatchObject({ kind: 'VideoCallback', modality: 'video', fps: 30 })
    show([2, 1], 'rgb24', bytes(), 0)
    await host.until(() => pictures().length === 1, 'a picture')
    host.post({ type: 'inputs', values: { brightness: 20 } })
    show([2, 1], 'rgb24', bytes(), 40)
    await host.until(() => pictures().length === 2, 'a brighter one')
    host.post({ type: 'inputs', values: { brightness: 0, contrast: 0.5 } })
    show([2, 1], 'rgb24', bytes(), 80)
    await host.until(() => pictures().length === 3, 'a softer one')
    expect(pictures().map(({ data }) => [...data])).toEqual([
      [...bytes()],
      [51, 115, 179, 243, 255, 255],
      [64, 96, 128, 160, 189, 192],
    ])
  })
})

describe('motion detector', () => {
  const size = [320, 240] as const
  const room = (): Uint8Array<ArrayBuffer> =>
    Uint8Array.from({ length: 320 * 240 }, (_, n) => 60 + ((n * 7) % 9))

  /** The room with somebody at this place, 48 x 80. */
  function roomWith(left: number, top: number): Uint8Array<ArrayBuffer> {
    const data = room()
    for (let y = top; y < top + 80; y++) data.fill(200, y * 320 + left, y * 320 + left + 48)
    return data
  }

  it('tells where something moves, and nothing of noise', async () => {
    expect(await run('motion-detector')).toMatchObject({ mode: 'send', videoFormat: 'gray8' })
    const noisy = room().map((byte, n) => byte + (n % 4))
    for (const [n, data] of [room(), noisy, roomWith(64, 96), roomWith(64, 96)].entries()) {
      show(size, 'gray8', data, n * 200)
      await host.until(() => outputs().length === n + 1, 'a report')
    }
    const still = { share: 0, box: null }
    // 3 x 5 of 20 x 15 squares.
    const moved = { share: 0.05, box: { left: 64, top: 96, width: 48, height: 80 } }
    expect(outputs()).toEqual([still, still, moved, still])
    expect(pictures()).toEqual([])
  })

  it('looks five times a second at most, and begins anew when the size changes', async () => {
    await run('motion-detector')
    for (let n = 0; n < 30; n++) {
      show(size, 'gray8', n % 2 === 0 ? room() : roomWith(0, 0), (n * 1000) / 30)
      if (n % 6 === 0) await host.until(() => outputs().length > n / 6, 'a report')
    }
    expect(outputs()).toHaveLength(5)
    show([160, 120], 'gray8', new Uint8Array(160 * 120), 1200)
    await host.until(() => outputs().length === 6, 'a report of the other size')
    expect(outputs()[5]).toEqual({ share: 0, box: null })
  })
})

describe('colour bars', () => {
  it('moves a block over the bars and ends after the seconds that were asked for', async () => {
    const manifest = await run('colour-bars', { seconds: 1 })
    expect(manifest).toMatchObject({ kind: 'VideoGenerator', mode: 'receive', modality: 'video', fps: 30 })
    expect(await host.next('close-stream')).toMatchObject({ message: null })
    expect(pictures()).toHaveLength(30)
    const [first, second] = pictures()
    if (!first || !second) throw new Error('no pictures')
    expect(first.data).toHaveLength(pictureBytes(first.width, first.height, 'rgb24'))
    const colourAt = ({ data, width }: typeof first, x: number, y: number) => [
      ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
    ]
    expect([45, 320, 600].map((x) => colourAt(first, x, 20))).toEqual([
      [255, 255, 255],
      [0, 255, 0],
      [0, 0, 255],
    ])
    const middle = first.height / 2
    expect([colourAt(first, 1, middle), colourAt(second, 1, middle)]).toEqual([
      [0, 0, 0],
      [255, 255, 255],
    ])
    expect(colourAt(second, 41, middle)).toEqual([0, 0, 0])
  })

  it('goes on for ever when none were', async () => {
    await run('colour-bars')
    await host.until(() => pictures().length > 35, 'more than a second of pictures')
    expect(host.all('close-stream')).toEqual([])
  })
})

describe('still every second', () => {
  it('echoes the sound and mirrors each picture', async () => {
    expect(await run('still-every-second')).toMatchObject({ modality: 'audio-video', videoFormat: 'rgba' })
    show([3, 2], 'rgba', count(24))
    const { data } = await host.next('video')
    const pixel = (n: number): number[] => [0, 1, 2, 3].map((byte) => n * 4 + byte)
    expect([...data]).toEqual([2, 1, 0, 5, 4, 3].flatMap(pixel))
    await expectEcho()
  })

  it('gives a small still with its mean colour once a second', async () => {
    await run('still-every-second')
    // Red, green, blue, alpha: 250, 120, 10, 255.
    const orange = new Uint32Array(640 * 480).fill(0xff0a78fa)
    for (let n = 0; n < 6; n++) {
      show([640, 480], 'rgba', new Uint8Array(orange.buffer), n * 400)
      await host.until(() => pictures().length === n + 1, 'a picture')
    }
    // Of 0 and 1200 ms.
    expect(outputs()).toHaveLength(2)
    const [still] = outputs() as { width: number; height: number; mean: number[]; data: string }[]
    expect(still).toMatchObject({ width: 64, height: 48, format: 'rgba', mean: [250, 120, 10] })
    const pixels = Buffer.from(still?.data ?? '', 'base64')
    expect([...pixels.subarray(0, 8)]).toEqual([250, 120, 10, 255, 250, 120, 10, 255])
    expect(pixels).toHaveLength(64 * 48 * 4)
  })
})
