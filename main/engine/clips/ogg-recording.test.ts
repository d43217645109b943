import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRecording } from './create-recording'

const RATE = 48_000
const BLOCK = 960
const AMPLITUDE = 12_000

/** Stereo, 440 Hz. */
function toneBlock(from: number): Int16Array {
  return Int16Array.from(
    { length: BLOCK * 2 },
    (_, n) => AMPLITUDE * Math.sin((2 * Math.PI * 440 * (from + (n >> 1))) / RATE),
  )
}

describe('sound that is recorded as Opus in Ogg', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ogg-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function record(name: string, blocks: number, isFinished = true): string {
    const file = path.join(folder, name)
    const has = { audio: true, video: false }
    const recording = createRecording({ file, overwrite: true, has, fps: 30 })
    for (let n = 0; n < blocks; n++) recording.audio(toneBlock(n * BLOCK), n * BLOCK)
    if (isFinished) recording.finish(blocks * 20)
    recording.close()
    return file
  }

  /** By FFmpeg's own program, which stops at the first page with a wrong checksum. */
  function heard(file: string): Int16Array {
    const wanted = ['-f', 's16le', '-ac', '1', '-ar', String(RATE), '-']
    const strict = ['-v', 'error', '-xerror', '-err_detect', 'crccheck+explode']
    const bytes = execFileSync('ffmpeg', [...strict, '-i', file, ...wanted], { maxBuffer: 2 ** 26 })
    return new Int16Array(new Uint8Array(bytes).buffer)
  }

  it.each([1, 49, 50, 51, 137])(
    'is as long as it was, to the sample, and at its time (%i blocks)',
    (blocks) => {
      const samples = heard(record('tone.opus', blocks))
      expect(samples.length).toBe(blocks * BLOCK)
      // The phase tells whether what the encoder looks ahead was cut off at the beginning, and the end was not.
      const of = (wave: (x: number) => number): number =>
        samples.reduce((sum, one, n) => sum + one * wave((2 * Math.PI * 440 * n) / RATE), 0)
      const phase = Math.atan2(of(Math.cos), of(Math.sin))
      const level = (2 * Math.hypot(of(Math.cos), of(Math.sin))) / samples.length
      expect(Math.abs(phase)).toBeLessThan(0.1)
      expect(Math.abs(20 * Math.log10(level / AMPLITUDE))).toBeLessThan(1)
    },
  )

  it('may be no sound at all', () => {
    const probe = ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0']
    const told = execFileSync('ffprobe', [...probe, record('silent.ogg', 0)], { encoding: 'utf8' })
    expect(told.trim()).toBe('opus')
  })

  it('gives the same bytes each time', () => {
    const [one, two] = [readFileSync(record('one.opus', 120)), readFileSync(record('two.opus', 120))]
    expect(one.equals(two)).toBe(true)
  })

  it('can be read as far as it goes when it is cut off', () => {
    const samples = heard(record('cut.opus', 137, false))
    expect(samples.length).toBeGreaterThan(1.9 * RATE)
  })
})
