import { existsSync } from 'node:fs'
import { basename, extname } from 'node:path'
import launchEditor from 'launch-editor'
import argumentsOf from 'launch-editor/get-args.js'
import guessEditor from 'launch-editor/guess.js'
import { messageOf, SoundcheckError } from '../../contract/errors'
import { startProgram } from './start-program'

/** A place in a file; without a line it is the file. */
export interface SourcePlace {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

export interface EditorMeans {
  /** What the person chose; null = the editor that runs. */
  readonly command: string | null
  /** Opens it with the program that the system has for such files. Throws `unavailable` when there is none. */
  readonly openPath: (file: string) => Promise<void>
  /** Shows it in the system's file browser. */
  readonly revealFile: (file: string) => void
  readonly platform: NodeJS.Platform
}

/** They need a terminal, and there is none. */
const terminalEditors = ['vi', 'vim', 'nvim', 'nano', 'pico', 'ed', 'joe', 'micro', 'hx', 'helix', 'kak']
const plainFiles = ['.ts', '.tsx', '.mts', '.cts', '.json', '.md', '.txt']
/** Whom the library has not told of a failure until then has opened the file, ms. */
const FAILURE_TIME = 1500

/** An app that was started from the Dock knows the system's own folders alone; editors put their commands into these. */
function editorEnv(platform: NodeJS.Platform): NodeJS.ProcessEnv {
  if (platform !== 'darwin') return process.env
  return { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/local/bin:/opt/homebrew/bin` }
}

/** Who writes a path with spaces, or with the backslashes of Windows, means it as it is. */
function quotedIfPath(command: string): string {
  return existsSync(command) ? `"${command}"` : command
}

/** The command and its arguments. What was guessed is a program's path, or a variable like EDITOR, which may have arguments. */
function commandOf(chosen: string | null): readonly (string | object | null)[] {
  if (chosen !== null && existsSync(chosen)) return [chosen]
  const words = guessEditor(chosen ?? undefined)
  const [guessed] = words
  const isWhole = chosen !== null || typeof guessed !== 'string' || existsSync(guessed)
  return isWhole ? words : guessEditor(guessed)
}

/** Windows starts `.cmd` files by a shell alone: how to quote for it is the library's business. */
function startOnWindows({ file, line, column }: SourcePlace, command: string | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`
    const timer = setTimeout(resolve, FAILURE_TIME)
    launchEditor(place, command ?? undefined, (_file, why) => {
      clearTimeout(timer)
      reject(new Error(why ?? 'no editor was found'))
    })
  })
}

async function startEditor(place: SourcePlace, { command, platform }: EditorMeans): Promise<void> {
  if (platform === 'win32') return startOnWindows(place, command && quotedIfPath(command))
  const [editor, ...args] = commandOf(command)
  if (!editor) throw new Error('none runs, and LAUNCH_EDITOR, VISUAL and EDITOR name none')
  if (typeof editor !== 'string' || args.some((arg) => typeof arg !== 'string'))
    throw new Error('it is no command with arguments')
  if (terminalEditors.includes(basename(editor))) throw new Error(`${basename(editor)} needs a terminal`)
  const of =
    place.line === undefined ? [place.file] : argumentsOf(editor, place.file, place.line, place.column)
  await startProgram(editor, [...(args as string[]), ...of.map(String)], editorEnv(platform))
}

/** A system may run other files when it opens them, as Windows does with `.js` and `.cmd`: of these it shows where they are. Gives what was done. */
async function openBySystem(file: string, { openPath, revealFile }: EditorMeans): Promise<string> {
  if (plainFiles.includes(extname(file))) {
    await openPath(file)
    return "The system's program has it, without the line. "
  }
  revealFile(file)
  return 'It is shown in its folder. '
}

/**
 * Opens a file at a line in the person's editor: the one that was chosen, else the one that runs. When there is none that does it, the
 * system's program has it, without the line. Throws `unavailable` then, unless a file without a line is all that was wanted.
 */
export async function openInEditor(place: SourcePlace, means: EditorMeans): Promise<void> {
  const { command } = means
  const reasons: string[] = []
  try {
    await startEditor(place, means)
    return
  } catch (thrown) {
    const editor = command === null ? 'No editor was found' : `The editor "${command}" did not open the file`
    reasons.push(`${editor}: ${messageOf(thrown)}`)
  }
  let done = ''
  try {
    done = await openBySystem(place.file, means)
    if (command === null && place.line === undefined) return
  } catch (thrown) {
    reasons.push(messageOf(thrown))
  }
  throw new SoundcheckError('unavailable', reasons.join('; '), {
    hint: `${done}Choose your editor in the settings (Ctrl+,).`,
  })
}
