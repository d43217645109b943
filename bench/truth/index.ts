/** Whether what the panels say is true: compared with what is measured outside of the app. `npm run bench:truth`. */
import { parseArgs } from 'node:util'
import { messageOf } from '../../contract/errors'
import { AUDIO_HANDLER, handlerSources, VIDEO_HANDLER } from '../handlers'
import { lookAtMachine } from '../machine'
import { bundlePrograms } from '../serve/bundle-programs'
import { type BenchServer, startBenchServer } from './bench-server'
import { callTruth, timedSource } from './call-truth'
import { type Claim, claimsText, isKept } from './claim'
import { frameTruth, workingSource } from './frame-truth'
import { levelTruth } from './level-truth'
import { networkTruth } from './network-truth'
import { pictureTruth } from './picture-truth'
import { thinkingSource, turnTruth } from './turn-truth'

const truths: { readonly [name: string]: (server: BenchServer) => Promise<readonly Claim[]> } = {
  network: networkTruth,
  levels: levelTruth,
  pictures: pictureTruth,
  calls: callTruth,
  frames: frameTruth,
  turns: turnTruth,
}

const sources = {
  [AUDIO_HANDLER]: handlerSources[AUDIO_HANDLER] ?? '',
  [VIDEO_HANDLER]: handlerSources[VIDEO_HANDLER] ?? '',
  'timed.ts': timedSource,
  'working.ts': workingSource,
  'thinking.ts': thinkingSource,
}

const say = (text: string) => process.stderr.write(`${text}\n`)

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
  })
  const names = values.only?.split(',') ?? Object.keys(truths)
  const machine = await lookAtMachine()
  const programs = await bundlePrograms(process.cwd())
  const claims: Claim[] = []
  const failures: string[] = []
  for (const name of names) {
    const truth = truths[name]
    if (!truth) throw new Error(`there is no truth named ${name}: ${Object.keys(truths).join(', ')}`)
    say(`${name} ...`)
    const server = await startBenchServer(programs, sources)
    try {
      claims.push(...(await truth(server)))
    } catch (thrown) {
      failures.push(`${name}: ${messageOf(thrown)}`)
    } finally {
      await server.close()
    }
  }
  const missed = claims.filter((claim) => isKept(claim) === false).length
  if (values.json) process.stdout.write(`${JSON.stringify({ machine, claims, failures })}\n`)
  else {
    const { processors, model, busyShare } = machine
    say(`${processors} x ${model}; ${Math.round(busyShare * 100)} % busy with other work before the start\n`)
    process.stdout.write(`${claimsText(claims)}\n\n${missed} of ${claims.length} missed.\n`)
    for (const failure of failures) say(`could not be measured: ${failure}`)
  }
  return failures.length === 0 ? 0 : 1
}

main().then(
  (code) => process.exit(code),
  (thrown) => {
    say(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
    process.exit(1)
  },
)
