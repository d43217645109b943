import type { Command } from 'commander'
import { createHandlerOutput } from '../command-output'
import { findCompanions } from '../companions'

const examples = `
Examples:
  $ soundcheck doctor
  $ soundcheck doctor --json

Exit code 1 when something is missing that Soundcheck needs; what is merely worth a look is a warning.
`

async function run({ json }: { readonly json: boolean }): Promise<void> {
  const output = createHandlerOutput(json)
  const companions = findCompanions()
  const { doctor } = await import('./doctor')
  const { machineExaminations } = await import('./machine')
  const { libraryExaminations } = await import('./libraries')
  const { networkExaminations } = await import('./network')
  const all = [...machineExaminations(companions), ...libraryExaminations(companions), ...networkExaminations]
  process.exitCode = await doctor(all, output)
}

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('look whether everything that Soundcheck needs works on this machine')
    .option('--json', 'nothing but JSON lines on stdout', false)
    .addHelpText('after', examples)
    .action(run)
}
