/** Does everything to handlers that can go wrong, and looks what becomes of the app: `npm run faults`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { messageOf } from '../../contract/errors'
import type { HostKind } from '../../contract/host-link'
import type { HostLimits } from '../../contract/limits'
import type { BackendKind } from './backends/backend'
import { createBackend } from './backends/create-backend'
import { type FaultOptions, parseFaultOptions } from './options'
import { type FaultResult, faultTable, seenText } from './run/fault-table'
import { runFault } from './run/run-fault'
import { createStage, type Stage } from './run/stage'
import { problemsOf } from './run/verdict'
import { allFaults } from './table/all-faults'
import type { Fault } from './table/fault'
import type { WireStats } from './wire/packet-gaps'

/** Shorter than what ships: each endless loop is waited for. */
const limits: HostLimits = { hangLimitInS: 3, heapLimitMb: 256 }

const say = (text: string) => process.stderr.write(`${text}\n`)

interface Case {
  readonly fault: Fault
  readonly kind: HostKind
}

function withPatience(fault: Fault, patience: number): Fault {
  return { ...fault, expect: { ...fault.expect, within: fault.expect.within * patience } }
}

/** The baseline comes first, whatever was chosen. */
function casesOf({ only, floods, patience }: FaultOptions, backend: BackendKind): Case[] {
  const faults = allFaults(floods * 1000)
  return faults
    .filter(({ on }) => !on || on.includes(backend))
    .filter(
      (fault) =>
        fault === faults[0] ||
        only.length === 0 ||
        only.some((word) => fault.name.toLowerCase().includes(word)),
    )
    .map((fault) => withPatience(fault, patience))
    .flatMap((fault) => fault.kinds.map((kind) => ({ fault, kind })))
}

async function runCase(
  stage: Stage,
  { fault, kind }: Case,
  baseline: WireStats | null,
): Promise<FaultResult> {
  const backend = stage.backend.kind
  try {
    const outcome = await runFault(stage, fault, kind)
    const problems = problemsOf({ fault, kind, backend, baseline }, outcome)
    return { name: fault.name, kind, backend, outcome, problems }
  } catch (thrown) {
    return { name: fault.name, kind, backend, outcome: null, problems: [messageOf(thrown)] }
  }
}

async function runOn(kind: BackendKind, options: FaultOptions): Promise<FaultResult[]> {
  const root = process.cwd()
  const folder = mkdtempSync(path.join(tmpdir(), 'soundcheck-faults-'))
  const backend = createBackend(kind, { root, folder, limits })
  const results: FaultResult[] = []
  let baseline: WireStats | null = null
  try {
    const stage = createStage(backend, root, folder)
    for (const one of casesOf(options, kind)) {
      const result = await runCase(stage, one, baseline)
      // The first case is no fault.
      baseline ??= result.outcome?.neighbour.during ?? null
      results.push(result)
      const outcome = result.problems.length === 0 ? 'ok' : `BAD: ${result.problems.join('; ')}`
      const seen = result.outcome ? ` [${seenText(result.outcome)}]` : ''
      say(`${kind}, ${one.kind}: ${one.fault.name}: ${outcome}${seen}`)
    }
    await stage.neighbour.close()
    return results
  } finally {
    await backend.stop().catch((thrown) => say(`${messageOf(thrown)}\n${backend.log().slice(-2000)}`))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

async function main(): Promise<number> {
  const options = parseFaultOptions(process.argv.slice(2))
  const results: FaultResult[] = []
  for (const kind of options.on) results.push(...(await runOn(kind, options)))
  const load = loadavg().map((one) => one.toFixed(1))
  if (!options.json)
    say(`${availableParallelism()} processors; load of the last 1, 5, 15 min: ${load.join(', ')}`)
  process.stdout.write(`${options.json ? JSON.stringify(results, null, 2) : faultTable(results)}\n`)
  return results.every(({ problems }) => problems.length === 0) ? 0 : 1
}

main().then(
  (code) => process.exit(code),
  (thrown) => {
    say(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
    process.exit(1)
  },
)
