import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { SoundcheckError } from '../../contract/errors'
import { handlerName } from '../../contract/server'
import type { BenchState, HandlerEntry } from '../../contract/state'
import type { Companions } from '../companions'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { HeadlessEngine } from '../headless-engine'
import { errorForMachines, explainError, type Output } from '../output'
import { checkTypes } from './check-types'
import { findTypeScript } from './find-typescript'
import { type Problem, problemsOf } from './problem'

export interface CheckMeans {
  readonly engine: HeadlessEngine
  readonly output: Output
  readonly companions: Companions
}

function tell({ kind, rule, error }: Problem, output: Output): void {
  const line = { event: 'error', kind, rule, error: errorForMachines(error) }
  const message = rule === null ? error.message : `${error.message} (${rule})`
  output.result(line, explainError({ ...error, message }))
}

function tellFine({ id, manifest }: HandlerEntry, output: Output): void {
  if (!manifest) return
  const { className, modality, mode } = manifest
  const name = handlerName(id)
  output.result(
    { event: 'checked', name, className, modality, mode },
    `${output.paint('green', 'ok')} ${name}: ${className}, ${modality}, ${mode}`,
  )
}

/** A handler that does not compile has one problem already, and TypeScript would say it again. */
function filesToType(handlers: readonly HandlerEntry[]): string[] {
  return handlers.filter(({ error }) => error?.code !== 'compile').map(({ file }) => file)
}

async function typeProblems(
  { folder: { path: given }, handlers }: BenchState,
  { output, companions }: CheckMeans,
): Promise<Problem[]> {
  const typescript = findTypeScript([given, path.dirname(companions.hostScript)])
  if (typescript) {
    const ownConfig = path.join(companions.starterDir, 'support', 'tsconfig.json')
    const files = filesToType(Object.values(handlers))
    return checkTypes({ typescript, folder: await realpath(given), files, ownConfig })
  }
  const reason = `TypeScript is installed neither in ${given} nor with Soundcheck`
  if (output.json) output.result({ event: 'types-not-checked', reason }, '')
  output.note(
    `Types were not checked: ${reason}.\n  Run \`npm install --save-dev typescript\` in that folder.`,
  )
  return []
}

/** Checks every handler: does it compile, load, look as it is meant, and are its types right. Stops the engine. */
export async function check(means: CheckMeans): Promise<ExitCode> {
  const { engine, output } = means
  try {
    output.progress('Checking the handlers …')
    const state = await engine.load()
    const handlers = Object.values(state.handlers).sort((a, b) => (a.id < b.id ? -1 : 1))
    if (handlers.length === 0)
      throw new SoundcheckError('handler', `There is no handler in ${state.folder.path}.`)
    const problems = [...handlers.flatMap(problemsOf), ...(await typeProblems(state, means))]
    for (const problem of problems) tell(problem, output)
    const bad = new Set(problems.map(({ error }) => error.position?.file))
    for (const handler of handlers) if (!bad.has(handler.file) && !handler.error) tellFine(handler, output)
    return problems.length === 0 ? exitCodes.fine : exitCodes.failed
  } finally {
    await engine.stop()
  }
}
