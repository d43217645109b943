import type { Command } from 'commander'
import { createHandlerOutput } from '../command-output'
import { findCompanions } from '../companions'
import { findHandlerPlace } from '../handler-place'

const examples = `
Examples:
  $ soundcheck check ./handlers
  $ soundcheck check ./handlers/echo.ts --json

Compiles and loads each handler, looks for likely mistakes, and checks types as your editor would. Problems are told as
file:line:column: message, and make the exit code 1.
`

async function run(target: string, { json }: { readonly json: boolean }): Promise<void> {
  const output = createHandlerOutput(json)
  const place = await findHandlerPlace(target)
  const companions = findCompanions()
  const { createHeadlessEngine } = await import('../headless-engine')
  const { check } = await import('./check')
  const engine = createHeadlessEngine({ place, companions, dataDir: null, log: output.note })
  process.exitCode = await check({ engine, output, companions })
}

export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .description('say what is wrong with handlers: compile errors, failing loads, likely mistakes, types')
    .argument('<path>', 'a handler file, or a folder with handlers')
    .option('--json', 'nothing but JSON lines on stdout', false)
    .addHelpText('after', examples)
    .action(run)
}
