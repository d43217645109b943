/** How many clients from outside the engine serves, and how well: `npm run bench:serve`. */
import { messageOf } from '../../contract/errors'
import { lookAtMachine } from '../machine'
import { bundlePrograms, type Programs } from './bundle-programs'
import { createFleet, type Fleet } from './fleet'
import { type MediaChoice, parseServeOptions, type ServeOptions } from './options'
import type { PassTasks } from './pass-program'
import { startRemote } from './remote'
import { serveReportJson, serveReportText } from './report'
import { servedHandlers, servedSources } from './serve-handlers'
import type { Ramp, ServeResult } from './serve-result'
import type { ServerTasks } from './server-program'
import { type MeasuredServer, measureStep, type StepResult } from './step'
import { measureBeside, measureStall, type TroubleMeans } from './trouble'

const say = (text: string) => process.stderr.write(`${text}\n`)
/** Steps in a row that are not clean, after which more calls tell nothing. */
const ENOUGH_BAD = 2
/** Calls beside a handler that is in trouble. */
const NEIGHBOURS = 8

type Running = MeasuredServer & {
  readonly pid: number
  readonly restMb: number
  profile?(file: string): Promise<() => Promise<void>>
  close(): Promise<void>
}

async function startServer(programs: Programs): Promise<Running> {
  const { server, pass: _pass, client: _client, ...scripts } = programs
  const remote = startRemote<ServerTasks>(server, { ...scripts, sources: servedSources })
  const url = await remote.ask('listen')
  return {
    url,
    pid: remote.pid,
    restMb: (await remote.ask('usage')).rssMb,
    usage: () => remote.ask('usage'),
    empty: () => remote.ask('empty'),
    async profile(file) {
      await remote.ask('profile')
      return () => remote.ask('writeProfile', { file })
    },
    async close() {
      await remote.ask('stop')
      await remote.close()
    },
  }
}

async function startBaseline({ pass }: Programs): Promise<Running> {
  const remote = startRemote<PassTasks>(pass, null)
  const url = await remote.ask('listen')
  return {
    url,
    pid: remote.pid,
    restMb: (await remote.ask('usage')).rssMb,
    usage: () => remote.ask('usage'),
    empty: () => remote.ask('empty'),
    async close() {
      await remote.ask('stop')
      await remote.close()
    },
  }
}

interface RampMeans {
  readonly server: Running
  readonly fleet: Fleet
  readonly options: ServeOptions
}

async function measureRamp(
  { server, fleet, options }: RampMeans,
  of: Pick<Ramp, 'media' | 'server'>,
  steps: readonly number[],
): Promise<Ramp> {
  const { seconds } = options
  const url = of.server === 'baseline' ? server.url : `${server.url}/${servedHandlers[of.media]}`
  const measured: StepResult[] = []
  for (const sessions of steps) {
    const withVideo = of.media === 'av'
    const isProfiled = options.profile !== null && sessions === steps.at(-1)
    const writeProfile = isProfiled ? await server.profile?.(options.profile ?? '') : undefined
    const step = await measureStep({
      server,
      fleet,
      url,
      sessions,
      withVideo,
      seconds,
      restMb: server.restMb,
    })
    await writeProfile?.()
    measured.push(step)
    say(`${of.media}, ${of.server}, ${sessions} session(s): ${step.isClean ? 'clean' : 'not clean'}`)
    if (measured.length >= ENOUGH_BAD && measured.slice(-ENOUGH_BAD).every(({ isClean }) => !isClean)) break
  }
  return { ...of, steps: measured }
}

/** A few numbers of calls are enough to tell what the packets alone cost. */
const baselineSteps = (steps: readonly number[]) => steps.filter((_, at) => at % 3 === 0)

type Result = { -readonly [K in keyof ServeResult]: ServeResult[K] }

async function measureTrouble(means: TroubleMeans, result: Result): Promise<void> {
  for (const what of ['server', 'handler'] as const)
    result.stalls = [...result.stalls, await measureStall(means, what)]
  for (const handler of ['slow', 'hung'] as const)
    result.beside = [...result.beside, { handler, step: await measureBeside(means, handler, NEIGHBOURS) }]
}

async function measureAll(options: ServeOptions, programs: Programs): Promise<ServeResult> {
  const result: Result = {
    machine: await lookAtMachine(),
    seconds: options.seconds,
    ramps: [],
    stalls: [],
    beside: [],
    failures: [],
  }
  const fleets = [createFleet(programs.client), createFleet(programs.client)] as const
  async function attempt(start: () => Promise<Running>, work: (server: Running) => Promise<void>) {
    const server = await start()
    try {
      await work(server)
    } catch (thrown) {
      result.failures = [...result.failures, messageOf(thrown)]
    } finally {
      await server.close()
    }
  }
  async function ramp(server: Running, media: MediaChoice, name: Ramp['server']) {
    const steps = options.steps[media]
    const chosen = name === 'baseline' ? baselineSteps(steps) : steps
    const means = { server, fleet: fleets[0], options }
    result.ramps = [...result.ramps, await measureRamp(means, { media, server: name }, chosen)]
  }
  try {
    for (const media of options.media) {
      await attempt(
        () => startServer(programs),
        (server) => ramp(server, media, 'soundcheck'),
      )
      await attempt(
        () => startBaseline(programs),
        (server) => ramp(server, media, 'baseline'),
      )
    }
    if (options.trouble) {
      const [fleet, troublemakers] = fleets
      const { seconds } = options
      await attempt(
        () => startServer(programs),
        (server) => measureTrouble({ server, fleet, troublemakers, seconds, restMb: server.restMb }, result),
      )
    }
  } finally {
    await Promise.all(fleets.map((fleet) => fleet.close()))
  }
  return result
}

async function main(): Promise<number> {
  const options = parseServeOptions(process.argv.slice(2))
  const result = await measureAll(options, await bundlePrograms(process.cwd()))
  if (!options.json) process.stdout.write(`${serveReportText(result)}\n`)
  else process.stdout.write(`${serveReportJson(result)}\n`)
  return result.failures.length === 0 ? 0 : 1
}

main().then(
  (code) => process.exit(code),
  (thrown) => {
    say(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
    process.exit(1)
  },
)
