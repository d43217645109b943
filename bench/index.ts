/** Measures the built app: `npm run bench`. */
import { existsSync } from 'node:fs'
import { builtApp } from '../e2e/support/bench-app'
import { type BenchSession, createBenchSession } from './bench-session'
import type { Figure } from './figure'
import { lookAtMachine, watchOthers } from './machine'
import { audio } from './measures/audio'
import { connect } from './measures/connect'
import { idle } from './measures/idle'
import type { Measure } from './measures/measure'
import { save } from './measures/save'
import { start } from './measures/start'
import { turns } from './measures/turns'
import { vad } from './measures/vad'
import { video } from './measures/video'
import { parseOptions } from './options'
import { type Failure, reportJson, reportText } from './report'
import { within } from './within'

/** In this order: starts want the machine for themselves, and a call is measured in an app that has come to rest. */
const measures: readonly Measure[] = [start, idle, connect, audio, video, save, vad, turns]

/** ms; of one measure. Two calls, their settling, and everything else that a measure does. */
const limitOf = ({ seconds }: BenchSession) => 180_000 + 2 * seconds * 1000

const say = (text: string) => process.stderr.write(`${text}\n`)

async function runMeasures(session: BenchSession, chosen: readonly Measure[]) {
  const figures: Figure[] = []
  const failures: Failure[] = []
  const otherWork: Record<string, number> = {}
  for (const measure of chosen) {
    say(`Measuring: ${measure.name} ...`)
    try {
      const { electron } = measure.inApp ? await session.app() : { electron: null }
      const takeOthers = electron && (await watchOthers(electron))
      figures.push(...(await within(limitOf(session), measure.run(session), 'it did not end')))
      if (takeOthers) otherWork[measure.name] = await takeOthers()
    } catch (thrown) {
      failures.push({ measure: measure.name, message: String(thrown) })
    }
  }
  return { otherWork, figures, failures }
}

async function main(): Promise<number> {
  const names = measures.map(({ name }) => name)
  const { json, seconds, only } = parseOptions(process.argv.slice(2), names)
  if (!existsSync(builtApp))
    throw new Error(`${builtApp} is missing: use \`npm run bench\`, which builds the app`)
  const machine = await lookAtMachine()
  const session = createBenchSession(process.cwd(), seconds)
  try {
    const chosen = measures.filter(({ name }) => only.includes(name))
    const result = { machine, seconds, ...(await runMeasures(session, chosen)) }
    if (!json) process.stdout.write(`${reportText(result)}\n`)
    process.stdout.write(`${reportJson(result)}\n`)
    return result.failures.length === 0 ? 0 : 1
  } finally {
    await session.close()
  }
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (thrown) => {
    say(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
    process.exitCode = 1
  },
)
