import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeClip } from '../../handlers/kit/testing/spoken-clip'
import { echo, parrot, silent } from './testing/handlers'
import { createRunBench, type RunBench } from './testing/run-bench'

const RATE = 48_000

function tone(seconds: number): Int16Array {
  return Int16Array.from(
    { length: RATE * seconds },
    (_, n) => 12_000 * Math.sin((2 * Math.PI * 440 * n) / RATE),
  )
}

let bench: RunBench
beforeAll(async () => {
  bench = await createRunBench()
  bench.write('echo.ts', echo)
  bench.sound('tone.wav', RATE, tone(10))
  bench.sound('short.wav', RATE, tone(1))
})
afterAll(() => bench.remove())

const bytes = (name: string): Buffer => readFileSync(bench.at(name))

describe('a run at its highest speed', () => {
  it('gives back the clip, later by what the playback holds back, and the same bytes each time', async () => {
    const first = await bench.run('echo.ts', 'tone.wav', { out: 'first.wav' })
    const second = await bench.run('echo.ts', 'tone.wav', { out: 'second.wav' })
    expect(bytes('first.wav').equals(bytes('second.wav'))).toBe(true)
    expect(first.text).toBe(second.text)
    const [rate, samples] = bench.heard('first.wav')
    expect(rate).toBe(RATE)
    const left = samples.filter((_, n) => n % 2 === 0)
    const clip = tone(10)
    const from = left.findIndex((sample) => sample !== 0) - 1
    expect(from).toBeLessThan(RATE / 20)
    expect(left.slice(from, from + clip.length).every((sample, n) => sample === clip[n])).toBe(true)
    expect(first.summary).toMatchObject({
      end: 'finished',
      emittedSeconds: 10,
      gaps: 0,
      dropped: 0,
      faults: [],
    })
    expect(first.summary.seconds).toBeCloseTo(11, 0)
    expect(first.summary.calls.receive?.count).toBe(500)
    expect(first.summary.realSeconds).toBeLessThan(10)
  })

  it('lets timers, Date and performance go by its own clock, and waits for files at a standstill', async () => {
    bench.write(
      'timers.ts',
      silent(`
        async startUp() {
          const began = [Date.now(), performance.now(), Number(process.hrtime.bigint() / 1000000n)]
          const since = () => [Date.now() - began[0], performance.now() - began[1], Number(process.hrtime.bigint() / 1000000n) - began[2]]
          setTimeout(() => this.sendMessage('timeout'), 300)
          const interval = setInterval(() => this.sendMessage('interval'), 250)
          await sleep(700)
          clearInterval(interval)
          await readFile(new URL('file://' + __filename)).catch(() => undefined)
          await this.sendMessage(JSON.stringify(since()))
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
          await this.sendMessage(JSON.stringify(since()))
          const end = Date.now() + 20
          while (Date.now() < end);
          await this.sendMessage(new Date().toISOString().slice(0, 17) + Math.random())
          await new Promise((_, reject) => AbortSignal.timeout(100).addEventListener('abort', reject)).catch(() => undefined)
          await this.sendMessage('aborted')
        }`),
    )
    const first = await bench.run('timers.ts', 'short.wav')
    const second = await bench.run('timers.ts', 'short.wav')
    expect(first.text).toBe(second.text)
    const sent = first.lines.filter(({ kind }) => kind === 'message').map(({ at, value }) => [at, value])
    expect(sent.slice(0, 5)).toEqual([
      [250, 'interval'],
      [300, 'timeout'],
      [500, 'interval'],
      [700, [700, 700, 700]],
      [750, [750, 750, 750]],
    ])
    expect(sent[5]?.[1]).toMatch(/^2026-01-01T00:00:0\.\d+$/)
    expect(sent[5]?.[0]).toBeCloseTo(770, 0)
    expect(sent[6]).toEqual([expect.closeTo(870, 0), 'aborted'])
    const other = await bench.run('timers.ts', 'short.wav', { seed: 2 })
    expect(other.text).not.toBe(first.text)
  })

  it('has turns at the same times whenever it is run, and waits for the reply', async () => {
    const { sampleRate, samples } = makeClip([0.5, 'Hello there, can you hear me?', 1.5])
    bench.sound('speech.wav', sampleRate, samples)
    bench.write('parrot.ts', parrot)
    const first = await bench.run('parrot.ts', 'speech.wav', { out: 'parrot-1.webm' })
    const second = await bench.run('parrot.ts', 'speech.wav', { out: 'parrot-2.webm' })
    expect(first.text).toBe(second.text)
    expect(bytes('parrot-1.webm').equals(bytes('parrot-2.webm'))).toBe(true)
    const turns = first.lines
      .filter(({ kind }) => kind === 'turn')
      .map(({ value }) => (value as { name: string }).name)
    expect(turns).toEqual(['started_talking', 'pause_detected', 'response_starting', 'response_finished'])
    expect(bench.probe('parrot-1.webm').streams[0]?.codec_name).toBe('opus')
  })
})
