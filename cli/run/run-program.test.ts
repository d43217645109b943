import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, jsonLines, type Program } from '../testing/program'
import { mirror } from './testing/handlers'

/** Louder or softer; says what it was started with, and how loud the loudest sample was. */
const gain = `
import { AdditionalOutputs, AsyncQueue, AsyncStreamHandler, type AudioFrame, type EmitType, waitForItem, z } from 'soundcheck'

export const stream = { inputs: z.object({ gain: z.number().min(0).max(4).default(1), name: z.string().default('Ada') }) }

export default class Gain extends AsyncStreamHandler {
  private readonly heard = new AsyncQueue<AudioFrame>()
  constructor() {
    super({ inputSampleRate: 48000, outputSampleRate: 48000 })
  }
  override async startUp(): Promise<void> {
    console.log('gain is', this.latestArgs[1])
    await this.heard.put(new AdditionalOutputs(Math.random(), Date.now()) as never)
    await this.sendMessage(JSON.stringify({ type: 'greeting', data: this.latestArgs[2] }))
  }
  async receive([rate, samples]: AudioFrame): Promise<void> {
    await this.heard.put([rate, samples.map((sample) => sample * Number(this.latestArgs[1]))])
  }
  async emit(): Promise<EmitType> {
    return await waitForItem(this.heard)
  }
}
`
const throwing = `
import { StreamHandler } from 'soundcheck'
export default class Throwing extends StreamHandler {
  receive() { throw new Error('no ears') }
  emit() { return null }
}
`

let program: Program
const at = (name: string): string => path.join(program.folder, name)
const ffmpeg = (...args: readonly string[]): Buffer =>
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { cwd: program.folder, maxBuffer: 2 ** 26 })

/** The loudest sample of a file's sound, of 1, and its length in seconds. */
function soundOf(name: string): { readonly peak: number; readonly seconds: number } {
  const bytes = ffmpeg('-i', name, '-f', 's16le', '-ac', '1', '-ar', '48000', '-')
  const samples = new Int16Array(new Uint8Array(bytes).buffer)
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  return { peak: peak / 32_768, seconds: samples.length / 48_000 }
}

const codecsOf = (name: string): string[] =>
  execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', at(name)], {
    encoding: 'utf8',
  })
    .trim()
    .split('\n')

const run = (...args: readonly string[]) => program.run('run', ...args)

beforeAll(async () => {
  program = await buildProgram()
  program.write('gain.ts', gain)
  program.write('mirror.ts', mirror)
  program.write('throwing.ts', throwing)
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=1:sample_rate=48000']
  ffmpeg(...tone, '-af', 'volume=0.25/0.125', 'tone.wav')
  ffmpeg('-i', 'tone.wav', '-c:a', 'libopus', 'tone.webm')
  ffmpeg('-i', 'tone.wav', '-c:a', 'libopus', 'tone.opus')
  const picture = 'testsrc=size=64x48:rate=25:duration=1'
  ffmpeg('-f', 'lavfi', '-i', picture, '-pix_fmt', 'yuv420p', 'picture.y4m')
}, 180_000)
afterAll(() => program.remove())

describe('soundcheck run, as it is installed', () => {
  it.each(['tone.wav', 'tone.webm', 'tone.opus'])(
    'hears %s and writes sound by the ending of the name',
    async (clip) => {
      for (const [ending, codec] of [
        ['wav', 'pcm_s16le'],
        ['opus', 'opus'],
        ['ogg', 'opus'],
        ['webm', 'opus'],
      ] as const) {
        const out = `${clip}.answer.${ending}`
        const ended = await run('gain.ts', '--in', clip, '--out', out, '--args', '{"gain": 2}')
        expect(ended, ended.stderr).toMatchObject({ code: 0 })
        expect(ended.stderr).toContain('gain is 2')
        expect(codecsOf(out)).toEqual([codec])
        const { peak, seconds } = soundOf(out)
        expect(peak).toBeGreaterThan(0.4)
        expect(peak).toBeLessThan(0.6)
        expect(Math.abs(seconds - 2)).toBeLessThan(0.2)
      }
    },
    60_000,
  )

  it('sees a Y4M clip and writes pictures', async () => {
    const raw = await run('mirror.ts', '--in', 'picture.y4m', '--out', 'turned.y4m')
    const packed = await run('mirror.ts', '--in', 'picture.y4m', '--out', 'turned.webm', '--json')
    expect([raw.code, packed.code]).toEqual([0, 0])
    expect(codecsOf('turned.y4m')).toEqual(['rawvideo'])
    expect(codecsOf('turned.webm')).toEqual(['vp8'])
    expect(jsonLines(packed.stdout)[0]).toMatchObject({ event: 'summary', pictures: 25, end: 'finished' })
  }, 60_000)

  it('with --speed max writes the same bytes each time, also of its messages', async () => {
    for (const ending of ['wav', 'opus', 'webm']) {
      const files = ['one', 'two'].map((name) => [`${name}.${ending}`, `${name}.${ending}.jsonl`] as const)
      for (const [out, messages] of files) {
        const ended = await run(
          'gain.ts',
          '--in',
          'tone.wav',
          '--out',
          out,
          '--messages',
          messages,
          '--speed',
          'max',
        )
        expect(ended.code, ended.stderr).toBe(0)
      }
      const [first, second] = files.map((pair) => pair.map((name) => readFileSync(at(name))))
      expect(second?.map((bytes, n) => bytes.equals(first?.[n] ?? Buffer.alloc(0)))).toEqual([true, true])
    }
  }, 60_000)

  it('with --messages tells what was said beside the sound', async () => {
    await run('gain.ts', '--in', 'tone.wav', '--messages', 'said.jsonl', '--args', '[1, "Bob"]')
    const lines = readFileSync(at('said.jsonl'), 'utf8').trim().split('\n')
    const rows = lines.map((line) => JSON.parse(line) as { kind: string; direction: string; value: unknown })
    expect(rows[0]).toMatchObject({ kind: 'inputs', value: { gain: 1, name: 'Bob' } })
    expect(rows).toContainEqual(
      expect.objectContaining({
        kind: 'message',
        direction: 'out',
        value: { type: 'greeting', data: 'Bob' },
      }),
    )
    expect(rows.some(({ kind }) => kind === 'outputs')).toBe(true)
  })

  it('with --speed realtime takes as long as the clip, and with --json says so in one line', async () => {
    const ended = await run(
      'gain.ts',
      '--in',
      'tone.wav',
      '--out',
      'live.opus',
      '--speed',
      'realtime',
      '--json',
    )
    expect(ended.code, ended.stderr).toBe(0)
    const lines = jsonLines(ended.stdout)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ event: 'summary', speed: 'realtime', end: 'finished', faults: [] })
    expect(Number(lines[0]?.realSeconds)).toBeGreaterThan(1.9)
    expect(soundOf('live.opus').peak).toBeGreaterThan(0.2)
  }, 30_000)

  it('ends with 130 when it is interrupted, and keeps a whole file', async () => {
    ffmpeg('-f', 'lavfi', '-i', 'sine=frequency=440:duration=60', 'long.wav')
    const args = ['--in', 'long.wav', '--out', 'begun.opus', '--speed', 'realtime', '--json']
    const running = program.start('run', 'gain.ts', ...args)
    await running.noted('gain is 1')
    running.child.kill('SIGINT')
    const ended = await running.ended
    expect(ended.code, ended.stderr).toBe(130)
    expect(jsonLines(ended.stdout).at(-1)).toMatchObject({ event: 'summary', end: 'interrupted' })
    expect(codecsOf('begun.opus')).toEqual(['opus'])
  }, 30_000)

  it.each<[number, string, readonly string[], RegExp]>([
    [1, 'a handler that fails', ['throwing.ts', '--in', 'tone.wav'], /no ears/],
    [1, 'a clip that the handler cannot use', ['gain.ts', '--in', 'picture.y4m'], /none of the sound/],
    [
      2,
      'arguments that are no JSON',
      ['gain.ts', '--in', 'tone.wav', '--args', '{gain'],
      /--args takes .* JSON[\s\S]*By name/,
    ],
    [2, 'an argument of another type', ['gain.ts', '--in', 'tone.wav', '--args', '{"gain": "loud"}'], /gain/],
    [2, 'an argument beyond its bounds', ['gain.ts', '--in', 'tone.wav', '--args', '[9]'], /gain/],
    [
      2,
      'an argument of an unknown name',
      ['gain.ts', '--in', 'tone.wav', '--args', '{"gian": 1}'],
      /"gian"[\s\S]*gain, name/,
    ],
    [
      2,
      'an ending that cannot be written',
      ['gain.ts', '--in', 'tone.wav', '--out', 'a.mp3'],
      /\.mp3[\s\S]*\.opus/,
    ],
    [2, 'no clip', ['gain.ts'], /--in[\s\S]*--help/],
    [2, 'an unknown speed', ['gain.ts', '--in', 'tone.wav', '--speed', 'slow'], /realtime, max/],
    [3, 'a clip that is not there', ['gain.ts', '--in', 'gone.wav'], /gone\.wav cannot be opened/],
    [
      3,
      'a folder that is not there',
      ['gain.ts', '--in', 'tone.wav', '--out', 'no/a.wav'],
      /a\.wav cannot be written/,
    ],
  ])('ends with %i because of %s, and says so on stderr', async (code, _what, args, words) => {
    const ended = await run(...args)
    expect(ended.stderr).toMatch(words)
    expect(ended.code).toBe(code)
    expect(existsSync(at('a.mp3'))).toBe(false)
  })

  it('writes over a file only with --force', async () => {
    const args = ['gain.ts', '--in', 'tone.wav', '--out', 'kept.opus']
    expect((await run(...args)).code).toBe(0)
    const again = await run(...args)
    expect(again).toMatchObject({ code: 3, stderr: expect.stringMatching(/is there already[\s\S]*--force/) })
    expect((await run(...args, '--force')).code).toBe(0)
  }, 30_000)
})
