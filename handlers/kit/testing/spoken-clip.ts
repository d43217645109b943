import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { createResampler } from '../vad/resampler'
import { audioFromBytes } from '../wav'

/** A text that is said, or seconds of silence. */
export type Part = string | number

export interface ClipOptions {
  /** An espeak-ng voice, such as `en-us` or `en-gb+f2`. */
  readonly voice?: string
  /** Words a minute. */
  readonly speed?: number
  /** Hz of the clip; 48,000 by default. */
  readonly sampleRate?: number
  /** White noise this many dB below the speech; none by default. */
  readonly snrInDb?: number
}

/** When a text is said in a clip, seconds from its beginning; exact to the sample. */
export interface Spoken {
  readonly text: string
  readonly start: number
  readonly end: number
}

export interface Clip {
  readonly sampleRate: number
  /** Mono. */
  readonly samples: Int16Array<ArrayBuffer>
  readonly spoken: readonly Spoken[]
}

/** All speech is brought to this level (RMS, full scale 1): about that of a voice near a microphone. */
const LEVEL = 0.1
/** What is quieter than this at both ends of what espeak-ng makes is not part of the words. */
const AUDIBLE = 0.01
/** Tests and the bench run from the project's folder. */
const cache = join(process.cwd(), 'node_modules/.cache/soundcheck/speech')

/** Texts and silences one after the other; the same options always give the same clip. */
export function makeClip(parts: readonly Part[], options: ClipOptions = {}): Clip {
  const { voice = 'en-us', speed = 160, sampleRate = 48_000, snrInDb } = options
  const spoken: Spoken[] = []
  const pieces: Float32Array[] = []
  let length = 0
  for (const part of parts) {
    const piece =
      typeof part === 'number'
        ? new Float32Array(Math.round(part * sampleRate))
        : speak(part, voice, speed, sampleRate)
    if (typeof part === 'string')
      spoken.push({ text: part, start: length / sampleRate, end: (length + piece.length) / sampleRate })
    pieces.push(piece)
    length += piece.length
  }
  const noise = createNoise(snrInDb === undefined ? 0.0003 : LEVEL / 10 ** (snrInDb / 20))
  const samples = new Int16Array(length)
  let at = 0
  for (const piece of pieces) {
    for (const sample of piece) samples[at++] = Math.max(-1, Math.min(1, sample + noise())) * 32_767
  }
  return { sampleRate, samples, spoken }
}

/** Words without the silence around them, at {@link LEVEL}. */
function speak(text: string, voice: string, speed: number, sampleRate: number): Float32Array {
  const [rate, samples] = audioFromBytes(readFileSync(spokenFile(text, voice, speed)))
  const words = trimmed(Float32Array.from(samples, (sample) => sample / 32_768))
  const level = Math.sqrt(words.reduce((sum, sample) => sum + sample * sample, 0) / words.length)
  const resampler = createResampler(rate, sampleRate)
  const late = Math.round((resampler.delay * sampleRate) / 1000)
  const padded = new Float32Array(words.length + rate / 10)
  padded.set(words.map((sample) => (sample * LEVEL) / level))
  return resampler.push(padded).subarray(late, late + Math.round((words.length * sampleRate) / rate))
}

function spokenFile(text: string, voice: string, speed: number): string {
  const key = createHash('sha256').update(`${voice} ${speed} ${text}`).digest('hex').slice(0, 20)
  const file = join(cache, `${key}.wav`)
  if (existsSync(file)) return file
  mkdirSync(cache, { recursive: true })
  const draft = `${file}.${process.pid}`
  execFileSync('espeak-ng', ['-v', voice, '-s', String(speed), '-w', draft, text])
  renameSync(draft, file)
  return file
}

function trimmed(samples: Float32Array): Float32Array {
  const first = samples.findIndex((sample) => Math.abs(sample) > AUDIBLE)
  const last = samples.findLastIndex((sample) => Math.abs(sample) > AUDIBLE)
  return samples.subarray(first, last + 1)
}

/** White noise of a given RMS, the same each time. */
function createNoise(rms: number): () => number {
  let seed = 1
  return () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return (seed / 0x4000_0000 - 1) * rms * Math.sqrt(3)
  }
}
