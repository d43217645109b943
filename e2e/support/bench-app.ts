import type { ChildProcess } from 'node:child_process'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { electronFlags } from '../../scripts/setup/electron-flags.mjs'

const root = resolve(import.meta.dirname, '../..')
const LAUNCH_LIMIT = 30_000
const CLOSE_LIMIT = 10_000

export interface BenchOptions {
  /** Settings, cache and everything else that the app keeps. */
  readonly userData: string
  /** The user folder with handlers. */
  readonly handlers: string
  /** Chromium's or the app's own, beside those. */
  readonly switches: readonly string[]
}

/** The running app. Who launches it closes it. */
export interface BenchApp {
  readonly electron: ElectronApplication
  /** The bench window, its page loaded. */
  readonly page: Page
  /** What the app and its window have written since Playwright had hold of it. */
  log(): string
  /** Whether its process still runs. */
  isRunning(): boolean
  /** Ends it as a person would; throws when that takes more than 10 s, after having killed it. */
  close(): Promise<void>
}

function launchArguments({ userData, handlers, switches }: BenchOptions, exe: string): string[] {
  // Without a graphics card the GPU process would only be started in vain; containers have a small /dev/shm.
  const system = process.platform === 'linux' ? ['--disable-gpu', '--disable-dev-shm-usage'] : []
  return [
    ...electronFlags(exe).flags,
    ...system,
    `--user-data-dir=${userData}`,
    ...switches,
    '.',
    `--handlers=${handlers}`,
  ]
}

function collectLog(electron: ElectronApplication, { stdout, stderr }: ChildProcess): () => string {
  const lines: string[] = []
  stdout?.on('data', (chunk) => lines.push(String(chunk)))
  stderr?.on('data', (chunk) => lines.push(String(chunk)))
  electron.on('window', (page) => {
    page.on('console', (message) => lines.push(`[window ${message.type()}] ${message.text()}\n`))
    page.on('pageerror', (error) => lines.push(`[window error] ${error.stack ?? error.message}\n`))
  })
  return () => lines.join('')
}

async function closeInTime(electron: ElectronApplication, child: ChildProcess): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((settle) => {
    timer = setTimeout(() => settle('late'), CLOSE_LIMIT)
  })
  const outcome = await Promise.race([electron.close(), late])
  clearTimeout(timer)
  if (outcome !== 'late') return
  child.kill('SIGKILL')
  throw new Error(`the app did not close within ${CLOSE_LIMIT} ms and was killed`)
}

/** Starts the built app. `SOUNDCHECK_ELECTRON` names the Electron program. */
export async function launchBench(options: BenchOptions): Promise<BenchApp> {
  const exe = process.env.SOUNDCHECK_ELECTRON
  if (!exe)
    throw new Error('SOUNDCHECK_ELECTRON is not set: start this with `npm run e2e` or `npm run bench`')
  const electron = await _electron.launch({
    executablePath: exe,
    args: launchArguments(options, exe),
    cwd: root,
    timeout: LAUNCH_LIMIT,
  })
  // Kept, because a closed application no longer tells its process.
  const child = electron.process()
  const log = collectLog(electron, child)
  const isRunning = () => child.exitCode === null && child.signalCode === null
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= isRunning() ? closeInTime(electron, child) : Promise.resolve()
    return closing
  }
  try {
    const page = await electron.firstWindow({ timeout: LAUNCH_LIMIT })
    await page.waitForLoadState('domcontentloaded')
    return { electron, page, log, isRunning, close }
  } catch (thrown) {
    await close()
    throw new Error(`the app opened no window; it wrote:\n${log()}`, { cause: thrown })
  }
}

/** The built app's main file: what `npm run build` makes. */
export const builtApp = join(root, 'out', 'main', 'shell.js')
