import { Command, CommanderError } from 'commander'
import { toWireError } from '../contract/errors'
import { addCheckCommand } from './check/check-command'
import { createCommandOutput } from './command-output'
import { findCompanions, programVersion } from './companions'
import { addDoctorCommand } from './doctor/doctor-command'
import { exitCodeFor, exitCodes } from './exit-codes'
import { addJournalCommand } from './journal/journal-command'
import { addRunCommand } from './run/command'
import { addServeCommand } from './serve/serve-command'

const help = `
Exit codes:
  0    all is well; also after SIGINT, when everything was closed
  1    a handler or clip is bad, or failed
  2    the command line is wrong
  3    something outside failed: a port that is in use, a folder that is missing
  130  interrupted: a second SIGINT, which closes nothing, or the first one of "run"

Examples:
  $ soundcheck serve ./handlers
  $ soundcheck run ./handlers/echo.ts --in question.wav --out answer.wav
  $ soundcheck check ./handlers
  $ soundcheck doctor
  $ soundcheck journal export last --out call.zip
`

function createProgram(): Command {
  const program = new Command('soundcheck')
    .description('Real-time audio and video stream handlers, without a window.')
    .version(programVersion(findCompanions()))
    .exitOverride()
    // Refusals are told once, where all errors are.
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', help)
  addServeCommand(program)
  addRunCommand(program)
  addCheckCommand(program)
  addDoctorCommand(program)
  addJournalCommand(program)
  return program
}

/** Which help says more, by the command that was meant. */
function helpFor(program: Command, args: readonly string[]): string {
  const meant = program.commands.find((command) => args.includes(command.name()))
  return `Run \`soundcheck ${meant ? `${meant.name()} ` : ''}--help\` for what there is.`
}

function refusal({ message }: CommanderError, hint: string) {
  const [first = '', ...more] = message.replace(/^error: /, '').split('\n')
  return { code: 'invalid', message: first, hint: [...more, hint].join('\n') } as const
}

/** Ends the process when what was written has left: what a command may have left running must not keep it. */
function leave(): Promise<never> {
  return new Promise(() => {
    process.stdout.write('', () => process.stderr.write('', () => process.exit()))
  })
}

function conclude(thrown: unknown, program: Command | undefined, args: readonly string[]): void {
  const output = createCommandOutput(args.includes('--json'))
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? exitCodes.fine : exitCodes.usage
    // Without any command the help itself is the answer, on stderr.
    const isHelp = thrown.exitCode === 0 || thrown.code === 'commander.help'
    if (!isHelp && program) output.error(refusal(thrown, helpFor(program, args)))
    return
  }
  const error = toWireError(thrown)
  output.error(error)
  if (error.code === 'internal' && error.stack) output.note(error.stack)
  process.exitCode = exitCodeFor(error.code)
}

/** Runs one command and ends the process. @param args without the program's own name. */
export async function runCommandLine(args: readonly string[]): Promise<never> {
  let program: Command | undefined
  // Who read the results has gone: a command that would go on without end listens for it itself.
  process.stdout.on('error', () => undefined)
  try {
    program = createProgram()
    await program.parseAsync([...args], { from: 'user' })
  } catch (thrown) {
    conclude(thrown, program, args)
  }
  return leave()
}
