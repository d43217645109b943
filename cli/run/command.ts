import { access, stat } from 'node:fs/promises'
import path from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { messageOf, SoundcheckError } from '../../contract/errors'
import { standardLimits } from '../../contract/limits'
import { createHandlerOutput } from '../command-output'
import { findCompanions } from '../companions'
import { exitCodes } from '../exit-codes'
import { findHandlerPlace } from '../handler-place'
import type { Output } from '../output'
import { createStopRequest } from '../stop-request'
import type { RunSummary } from './run-summary'

interface RunFlags {
  readonly in?: string
  readonly out?: string
  readonly args?: string
  readonly send: readonly string[]
  readonly messages?: string
  readonly speed: 'realtime' | 'max'
  readonly tail: number
  readonly limit: number
  readonly seed: number
  readonly force: boolean
  readonly json: boolean
}

const examples = `
Examples:
  $ soundcheck run echo.ts --in question.wav --out answer.wav
  $ soundcheck run assistant.ts --in talk.mp3 --out reply.webm --messages talk.jsonl --speed realtime
  $ soundcheck run gain.ts --in music.ogg --out louder.wav --args '{"gain": 2}' --force
  $ soundcheck run flip.ts --in clip.mp4 --out flipped.y4m
  $ soundcheck run assistant.ts --send '{"type":"ask","data":"What time is it?"}' --tail 10

The answer ends in .wav or .opus (sound), .webm (sound and pictures) or .y4m (pictures).
max goes by a clock of its own, as fast as it can: two runs give the same bytes. realtime is as a call.
Exit code 1 when the handler fails, also if only once, and when the clip is bad; what was written is kept.
`

const LONGEST_IN_S = 86_400

function secondsOf(text: string): number {
  const seconds = Number(text)
  if (text.trim() !== '' && seconds >= 0 && seconds <= LONGEST_IN_S) return seconds
  throw new InvalidArgumentError(`It takes a number of seconds from 0 to ${LONGEST_IN_S}.`)
}

function seedOf(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 32) return Number(text)
  throw new InvalidArgumentError('It takes a whole number from 0 to 4294967295.')
}

async function findHandler(given: string): Promise<string> {
  const place = await findHandlerPlace(given)
  if (place.only !== undefined) return path.join(place.folder, place.only)
  throw new SoundcheckError('invalid', `${given} is a folder; one handler is run at a time.`, {
    hint: 'Name the handler file.',
  })
}

async function checkClipFile(file: string): Promise<void> {
  try {
    await access(file)
  } catch (thrown) {
    throw new SoundcheckError('not-found', `The clip ${file} cannot be opened: ${messageOf(thrown)}`, {
      hint: 'Name a file with sound or pictures.',
      cause: thrown,
    })
  }
}

/** To be told before anything is loaded. */
async function checkTarget(file: string | null, { in: clip, force }: RunFlags): Promise<void> {
  if (file === null) return
  if (clip !== undefined && path.resolve(clip) === file)
    throw new SoundcheckError('invalid', `${file} is the clip itself`, {
      hint: 'Name another file to write.',
    })
  const isThere = await stat(file).then(
    () => true,
    () => false,
  )
  if (isThere && !force)
    throw new SoundcheckError('unavailable', `${file} is there already`, {
      hint: 'Say --force to write over it.',
    })
}

function tell(summary: RunSummary, output: Output, text: string): void {
  for (const error of summary.faults) if (!output.json) output.error(error)
  output.result({ event: 'summary', ...summary }, text)
}

async function run(target: string, flags: RunFlags): Promise<void> {
  const stop = createStopRequest({ process, stdout: process.stdout, now: () => performance.now() })
  const output = createHandlerOutput(flags.json)
  const [{ runClip }, { parseInputs }, { describeRun }, { checkRecordingName }] = await Promise.all([
    import('./run-clip'),
    import('./run-inputs'),
    import('./run-summary'),
    import('../../main/engine/clips/create-recording'),
  ])
  const resolved = (file: string | undefined): string | null =>
    file === undefined ? null : path.resolve(file)
  const { out, messages } = { out: resolved(flags.out), messages: resolved(flags.messages) }
  const inputs = parseInputs(flags.args ?? '{}')
  if (out !== null) checkRecordingName(out)
  const handler = await findHandler(target)
  const clip = resolved(flags.in)
  if (clip === null && flags.send.length === 0)
    throw new SoundcheckError('invalid', 'There is nothing to play or to send.', {
      hint: 'Say --in CLIP, --send MESSAGE, or both; --help shows how.',
    })
  if (clip !== null) await checkClipFile(clip)
  for (const file of [out, messages]) await checkTarget(file, flags)
  const summary = await runClip({
    handler,
    clip,
    out,
    messages,
    inputs,
    sends: flags.send,
    speed: flags.speed,
    overwrite: flags.force,
    seed: flags.seed,
    tailMs: flags.tail * 1000,
    limitMs: flags.limit * 1000,
    ...findCompanions(),
    limits: standardLimits,
    stop,
    note: output.note,
    progress: flags.json ? { write: () => true, isTTY: false } : process.stderr,
  })
  tell(summary, output, describeRun(summary))
  if (summary.end === 'interrupted') process.exitCode = exitCodes.interrupted
  else process.exitCode = summary.faults.length > 0 ? exitCodes.failed : exitCodes.fine
}

export function addRunCommand(program: Command): void {
  program
    .command('run')
    .description('play a clip or messages to a handler without a network, and write what it answers')
    .argument('<handler>', 'a handler file')
    .option('--in <clip>', 'WAV, Ogg, WebM, MP4, Y4M, MP3 or whatever else FFmpeg reads; left out = nothing')
    .option('--out <file>', 'write what the handler emits: .wav, .opus, .webm or .y4m')
    .option('--args <json>', "the handler's inputs, by name or in their order")
    .option(
      '--send <message>',
      'a message of the client when the clip begins; may be said again for the next',
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
    .option('--messages <file>', 'write messages, outputs and turns as JSON lines')
    .addOption(
      new Option('--speed <speed>', 'as a call, or as fast as it goes')
        .choices(['realtime', 'max'])
        .default('max'),
    )
    .option('--tail <seconds>', 'silence after the clip that ends the run', secondsOf, 1)
    .option('--limit <seconds>', 'how long after the clip it ends in any case', secondsOf, 60)
    .option('--seed <number>', 'of Math.random, for --speed max', seedOf, 1)
    .option('--force', 'write over files that are there', false)
    .option('--json', 'nothing but JSON lines on stdout', false)
    .addHelpText('after', examples)
    .action(run)
}
