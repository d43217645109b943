import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { standardLimits } from '../../../contract/limits'
import { buildHostBundle } from '../../../handlers/host/testing/build-host-bundle'
import { audioFromBytes, audioToBytes } from '../../../handlers/kit/wav'
import type { LoggedMessage } from '../message-log'
import { type RunClipOptions, runClip } from '../run-clip'
import type { RunSummary } from '../run-summary'

/** What a test says of a run; the rest is as the command has it. */
export type RunWish = Partial<Omit<RunClipOptions, 'handler' | 'clip' | 'out' | 'messages'>> & {
  readonly out?: string
}

/** A folder for handlers, clips and what comes of them, and runs with real threads and codecs. */
export async function createRunBench() {
  const folder = mkdtempSync(path.join(tmpdir(), 'run-'))
  const [hostScript, hostProcessScript] = await Promise.all([buildHostBundle(), buildHostBundle('process')])
  const at = (name: string): string => path.join(folder, name)
  const printed: string[] = []
  let runs = 0

  return {
    at,
    printed,
    write: (name: string, text: string): void => writeFileSync(at(name), text),
    sound(name: string, sampleRate: number, samples: Int16Array): void {
      writeFileSync(at(name), audioToBytes([sampleRate, samples]))
    },
    /** The sound of a WAV file, and its rate. */
    heard: (name: string) => audioFromBytes(readFileSync(at(name))),
    /** Makes a file with FFmpeg's own program. */
    ffmpeg: (...args: readonly string[]): void =>
      void execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { cwd: folder }),
    /** What FFmpeg's own program knows of a file. */
    probe: (
      name: string,
    ): {
      streams: { codec_name: string; width?: number; nb_read_frames?: string }[]
      format: { duration: string }
    } =>
      JSON.parse(
        execFileSync(
          'ffprobe',
          ['-v', 'error', '-count_frames', '-show_streams', '-show_format', '-of', 'json', at(name)],
          { encoding: 'utf8' },
        ),
      ),
    async run(handler: string, clip: string | null, { out, ...wish }: RunWish = {}) {
      runs += 1
      const messages = at(`${runs}.jsonl`)
      const summary: RunSummary = await runClip({
        handler: at(handler),
        clip: clip === null ? null : at(clip),
        out: out === undefined ? null : at(out),
        messages,
        inputs: {},
        sends: [],
        speed: 'max',
        overwrite: false,
        seed: 1,
        tailMs: 1000,
        limitMs: 60_000,
        hostScript,
        hostProcessScript,
        limits: { ...standardLimits, hangLimitInS: 2 },
        stop: new AbortController().signal,
        note: (text) => printed.push(text),
        progress: { write: () => true, isTTY: false },
        ...wish,
      })
      const text = readFileSync(messages, 'utf8')
      const lines = text.split('\n').filter((line) => line !== '')
      return { summary, text, lines: lines.map((line) => JSON.parse(line) as LoggedMessage) }
    },
    remove: (): void => rmSync(folder, { recursive: true, force: true }),
  }
}

export type RunBench = Awaited<ReturnType<typeof createRunBench>>
