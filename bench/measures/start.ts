import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { electronFlags } from '../../scripts/setup/electron-flags.mjs'
import type { BenchSession } from '../bench-session'
import { distributionOf } from '../figure'
import { within } from '../within'
import type { Measure } from './measure'

const RUNS = 5
const LIMIT = 20_000
const CLOSE_LIMIT = 10_000
const MARK = 'soundcheck-bench '

const steps = ['ready', 'page', 'usable'] as const
type Step = (typeof steps)[number]
/** ms from the start of the process. */
type StartTimes = { readonly [S in Step]: number }

function spawnApp({ root, folder }: BenchSession): ChildProcess {
  const exe = process.env.SOUNDCHECK_ELECTRON
  if (!exe) throw new Error('SOUNDCHECK_ELECTRON is not set: use `npm run bench`')
  const system = process.platform === 'linux' ? ['--disable-gpu', '--disable-dev-shm-usage'] : []
  const flags = [...electronFlags(exe).flags, ...system, `--user-data-dir=${join(folder, 'start-data')}`]
  const probe = join(root, 'bench', 'start-probe.cjs')
  return spawn(exe, ['-r', probe, ...flags, '.', `--handlers=${join(folder, 'start-handlers')}`], {
    cwd: root,
    env: { ...process.env, SOUNDCHECK_BENCH_MARK: MARK },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

/** Reads what the probe tells until the window is usable. */
async function stepsOf(app: ChildProcess, startedAt: number): Promise<StartTimes> {
  if (!app.stdout) throw new Error('the app has no output')
  const times: Partial<Record<Step, number>> = {}
  for await (const line of createInterface({ input: app.stdout })) {
    if (!line.startsWith(MARK)) continue
    const { step, at } = JSON.parse(line.slice(MARK.length)) as { step: Step; at: number }
    times[step] = at - startedAt
    const { ready, page, usable } = times
    if (ready !== undefined && page !== undefined && usable !== undefined) return { ready, page, usable }
  }
  throw new Error('the app ended before its window was usable')
}

async function end(app: ChildProcess): Promise<void> {
  if (app.exitCode !== null || app.signalCode !== null) return
  const gone = once(app, 'exit')
  app.kill('SIGTERM')
  try {
    await within(CLOSE_LIMIT, gone, 'the app did not end')
  } catch (thrown) {
    app.kill('SIGKILL')
    throw thrown
  }
}

async function startOnce(session: BenchSession): Promise<StartTimes> {
  const startedAt = Date.now()
  const app = spawnApp(session)
  try {
    return await within(LIMIT, stepsOf(app, startedAt), 'the window was not usable')
  } finally {
    await end(app)
  }
}

/** From the start of the process to a usable window; not the first start, which makes the user folder. */
export const start: Measure = {
  name: 'start',
  inApp: false,
  async run(session) {
    await startOnce(session)
    const runs: StartTimes[] = []
    for (let n = 0; n < RUNS; n += 1) runs.push(await startOnce(session))
    const figure = (name: string, step: Step) => ({
      name: `start: ${name}`,
      unit: 'ms' as const,
      measured: distributionOf(runs.map((run) => run[step])),
      baseline: null,
      target: null,
    })
    return [
      figure('Electron is ready', 'ready'),
      figure('the page is read', 'page'),
      {
        ...figure('the window is usable', 'usable'),
        target: { of: 'p50', above: 'zero', limit: 2000 },
      },
    ]
  },
}
