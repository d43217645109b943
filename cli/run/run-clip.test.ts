import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { echo, mirror, silent } from './testing/handlers'
import { createRunBench, type RunBench } from './testing/run-bench'

const RATE = 48_000

let bench: RunBench
beforeAll(async () => {
  bench = await createRunBench()
  bench.write('echo.ts', echo)
  bench.write('mirror.ts', mirror)
  bench.sound(
    'tone.wav',
    RATE,
    Int16Array.from({ length: RATE }, (_, n) => 12_000 * Math.sin((2 * Math.PI * 440 * n) / RATE)),
  )
  // Red on the left, blue on the right.
  const halves = 'color=red:s=32x48:r=25:d=1[a];color=blue:s=32x48:r=25:d=1[b];[a][b]hstack'
  bench.ffmpeg('-f', 'lavfi', '-i', halves, '-pix_fmt', 'yuv420p', 'halves.y4m')
})
afterAll(() => bench.remove())

/** Y, U and V of a place in a picture of a Y4M file of 64 x 48. */
function pixel(name: string, picture: number, x: number, y: number): number[] {
  const bytes = readFileSync(bench.at(name))
  const head = bytes.indexOf(10) + 1
  const size = (64 * 48 * 3) / 2
  const at = head + picture * (size + 6) + 6
  const chroma = (y >> 1) * 32 + (x >> 1)
  return [bytes[at + y * 64 + x] ?? 0, bytes[at + 3072 + chroma] ?? 0, bytes[at + 3072 + 768 + chroma] ?? 0]
}

describe('a clip with pictures', () => {
  it('comes out of a mirror turned, picture by picture, the same each time', async () => {
    const { summary } = await bench.run('mirror.ts', 'halves.y4m', { out: 'mirrored.y4m' })
    expect(summary).toMatchObject({ end: 'finished', pictures: 25, faults: [] })
    for (const [place, other] of [
      [8, 56],
      [56, 8],
    ] as const) {
      const [turned, clip] = [pixel('mirrored.y4m', 20, place, 24), pixel('halves.y4m', 20, other, 24)]
      for (const [n, value] of turned.entries()) expect(Math.abs(value - (clip[n] ?? 0))).toBeLessThan(12)
    }
    const again = await bench.run('mirror.ts', 'halves.y4m', { out: 'again.y4m' })
    expect(again.summary.pictures).toBe(25)
    expect(readFileSync(bench.at('again.y4m')).equals(readFileSync(bench.at('mirrored.y4m')))).toBe(true)
  })

  it('is written as VP8 that other programs read, with its size and its length', async () => {
    await bench.run('mirror.ts', 'halves.y4m', { out: 'mirrored.webm' })
    const { streams, format } = bench.probe('mirrored.webm')
    expect(streams).toEqual([expect.objectContaining({ codec_name: 'vp8', width: 64, nb_read_frames: '25' })])
    expect(Number(format.duration)).toBeCloseTo(2, 0)
  })

  it.each(['webm', 'mp4'])('is read from %s with its sound', async (ending) => {
    bench.ffmpeg('-i', 'halves.y4m', '-i', 'tone.wav', `both.${ending}`)
    const seen = await bench.run('mirror.ts', `both.${ending}`, { out: `${ending}.y4m` })
    expect(seen.summary.pictures).toBe(25)
    const heard = await bench.run('echo.ts', `both.${ending}`, { out: `${ending}.wav` })
    expect(heard.summary.emittedSeconds).toBeCloseTo(1, 0)
  })
})

describe('a bad input', () => {
  it('is refused when the clip is missing, no media, or has nothing that the handler takes', async () => {
    bench.write('text.wav', 'this is no sound')
    const refused = (clip: string) => bench.run('echo.ts', clip, { out: 'never.wav' })
    await expect(refused('missing.wav')).rejects.toMatchObject({ code: 'not-found' })
    await expect(refused('text.wav')).rejects.toMatchObject({ message: expect.stringContaining('no clip') })
    await expect(refused('halves.y4m')).rejects.toMatchObject({
      message: expect.stringContaining('none of the sound'),
    })
    expect(existsSync(bench.at('never.wav'))).toBe(false)
  })

  it('is refused when its answer cannot be written: another ending, there already, no folder', async () => {
    const refused = (out: string) => bench.run('echo.ts', 'tone.wav', { out })
    await expect(refused('answer.mp3')).rejects.toMatchObject({ hint: expect.stringContaining('.wav') })
    await expect(refused('answer.y4m')).rejects.toMatchObject({ hint: expect.stringContaining('.wav') })
    await expect(refused('tone.wav')).rejects.toMatchObject({ hint: expect.stringContaining('--force') })
    await expect(refused('nowhere/answer.wav')).rejects.toMatchObject({ code: 'unavailable' })
    await bench.run('echo.ts', 'tone.wav', { out: 'answer.wav' })
    expect((await bench.run('echo.ts', 'tone.wav', { out: 'answer.wav', overwrite: true })).summary.end).toBe(
      'finished',
    )
  })

  it('is refused when the handler does not compile, or has no such inputs', async () => {
    bench.write('broken.ts', 'export default class {')
    await expect(bench.run('broken.ts', 'tone.wav')).rejects.toMatchObject({ code: 'compile' })
    await expect(bench.run('echo.ts', 'tone.wav', { inputs: { gain: 1 } })).rejects.toMatchObject({
      code: 'invalid',
      hint: expect.stringContaining('no inputs'),
    })
    await expect(bench.run('echo.ts', 'tone.wav', { inputs: [1] })).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('a handler that fails', () => {
  it.each(['max', 'realtime'] as const)(
    'keeps what it emitted before it gave up, and why (%s)',
    async (speed) => {
      bench.write(
        'throws.ts',
        echo.replace(
          'this.queue.put(frame)',
          "this.n = (this.n ?? 0) + 1; if (this.n > 20) throw new Error('no more'); this.queue.put(frame)",
        ),
      )
      const { summary } = await bench.run('throws.ts', 'tone.wav', { out: `${speed}-partial.wav`, speed })
      expect(summary.end).toBe('failed')
      expect(summary.faults[0]?.message).toContain('no more')
      const [, samples] = bench.heard(`${speed}-partial.wav`)
      expect(samples.length).toBeGreaterThan(RATE / 4)
    },
  )

  it('is ended when it never returns', async () => {
    bench.write('endless.ts', silent('async startUp() { while (true); }'))
    const { summary } = await bench.run('endless.ts', 'tone.wav', { out: 'endless.wav' })
    expect(summary).toMatchObject({ end: 'failed', faults: [{ code: 'timeout' }] })
  })

  it('ends at the limit when it is never silent', async () => {
    bench.write(
      'endless-tone.ts',
      silent('').replace('return null', 'await sleep(20); return [8000, new Int16Array(160).fill(1000)]'),
    )
    const { summary } = await bench.run('endless-tone.ts', 'tone.wav', { limitMs: 2000 })
    expect(summary.end).toBe('limit')
    expect(summary.seconds).toBeCloseTo(3, 1)
  })
})

describe('a run in real time', () => {
  it('plays the clip at its own pace and gives it back as in a call', async () => {
    const { summary } = await bench.run('echo.ts', 'tone.wav', { out: 'live.wav', speed: 'realtime' })
    expect(summary).toMatchObject({ end: 'finished', faults: [] })
    expect(summary.realSeconds).toBeGreaterThan(1.9)
    const [, samples] = bench.heard('live.wav')
    const loud = samples.filter((sample) => Math.abs(sample) > 100).length / 2
    expect(loud / RATE).toBeGreaterThan(0.8)
  })

  it('carries pictures', async () => {
    const { summary } = await bench.run('mirror.ts', 'halves.y4m', { out: 'live.webm', speed: 'realtime' })
    expect(summary.pictures).toBeGreaterThan(5)
    expect(bench.probe('live.webm').streams[0]?.codec_name).toBe('vp8')
  })
})

describe('messages of the client', () => {
  const answering = silent(`
    onMessage(message) {
      this.count = (this.count ?? 0) + 1
      return this.sendMessage(JSON.stringify({ count: this.count, heard: message }))
    }`)

  it.each(['max', 'realtime'] as const)(
    'reach a handler in their order, without any clip, and are answered (%s)',
    async (speed) => {
      bench.write('answering.ts', answering)
      const { summary, lines } = await bench.run('answering.ts', null, {
        sends: ['{"type":"ask","data":7}', 'plain words'],
        tailMs: 300,
        speed,
      })
      expect(summary).toMatchObject({ end: 'finished', faults: [], messagesOut: 2 })
      const said = lines.filter(({ kind }) => kind === 'message')
      expect(said.filter(({ direction }) => direction === 'in').map(({ value }) => value)).toEqual([
        { type: 'ask', data: 7 },
        'plain words',
      ])
      expect(said.filter(({ direction }) => direction === 'out').map(({ value }) => value)).toEqual([
        { count: 1, heard: { type: 'ask', data: 7 } },
        { count: 2, heard: 'plain words' },
      ])
    },
  )
})
