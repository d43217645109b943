import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test as base, type Page, type TestInfo } from '@playwright/test'
import { type BenchApp, builtApp, launchBench } from './support/bench-app'
import { type Camera, fakeDeviceSwitches, type Microphone } from './support/fake-devices'

export { expect } from '@playwright/test'

/** What a file or a group of tests asks for with `test.use({ ... })`. */
export interface BenchUse {
  /** Handler files by name, written before the app starts. None: the folder is empty, and the app puts its examples there. */
  readonly handlerFiles: { readonly [name: string]: string }
  readonly microphone: Microphone | null
  readonly camera: Camera | null
  /** More switches for Chromium or the app. */
  readonly switches: readonly string[]
}

export interface BenchFolders {
  readonly root: string
  readonly userData: string
  readonly handlers: string
}

export interface BenchFixtures {
  /** Of this test alone; gone after it. */
  readonly folders: BenchFolders
  /** Starts the app on this test's folders, again if the test closed it. Whatever is still open is closed at the end. */
  readonly launch: () => Promise<BenchApp>
  readonly bench: BenchApp
  /** The bench window. */
  readonly page: Page
}

/** Puts a handler file into the user folder, as an author's editor would. */
export function saveHandler(folders: BenchFolders, name: string, source: string): string {
  const file = join(folders.handlers, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, source)
  return file
}

function makeFolders(): BenchFolders {
  const root = mkdtempSync(join(tmpdir(), 'soundcheck-e2e-'))
  const folders = { root, userData: join(root, 'user-data'), handlers: join(root, 'handlers') }
  for (const folder of [folders.userData, folders.handlers]) mkdirSync(folder)
  return folders
}

/** A picture of each window and all that was written, as files in the test's results beside the trace. */
async function keepEvidence(app: BenchApp, info: TestInfo, name: string): Promise<void> {
  const log = info.outputPath(`${name}.log`)
  writeFileSync(log, app.log())
  await info.attach(`${name}.log`, { path: log, contentType: 'text/plain' })
  if (!app.isRunning()) return
  for (const [at, window] of app.electron.windows().entries()) {
    const path = info.outputPath(`${name}-window-${at}.png`)
    await window.screenshot({ path, timeout: 5000 })
    await info.attach(`${name}-window-${at}.png`, { path, contentType: 'image/png' })
  }
}

/** Ends the trace, keeps the evidence of a failed test, closes the app: each also when the one before it failed. */
async function finish(app: BenchApp, info: TestInfo, name: string): Promise<void> {
  const failed = info.status !== info.expectedStatus
  const failures: unknown[] = []
  const attempt = (work: Promise<void>) => work.catch((thrown) => failures.push(thrown))
  if (failed) await attempt(keepEvidence(app, info, name))
  const trace = failed ? { path: info.outputPath(`${name}-trace.zip`) } : {}
  if (app.isRunning()) await attempt(app.electron.context().tracing.stop(trace))
  await attempt(app.close())
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '))
}

export const test = base.extend<BenchUse & BenchFixtures>({
  handlerFiles: [{}, { option: true }],
  microphone: [null, { option: true }],
  camera: [null, { option: true }],
  switches: [[], { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from this pattern
  folders: async ({}, use) => {
    const folders = makeFolders()
    await use(folders)
    rmSync(folders.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  },

  launch: async ({ folders, handlerFiles, microphone, camera, switches }, use, info) => {
    if (!existsSync(builtApp)) throw new Error('The app is not built: use `npm run e2e`, which builds it.')
    for (const [name, source] of Object.entries(handlerFiles)) saveHandler(folders, name, source)
    const devices = fakeDeviceSwitches({ microphone, camera }, folders.root)
    const started: BenchApp[] = []
    await use(async () => {
      const app = await launchBench({ ...folders, switches: [...devices, ...switches] })
      started.push(app)
      await app.electron.context().tracing.start({ screenshots: true, snapshots: true })
      return app
    })
    for (const [at, app] of started.entries()) await finish(app, info, `app-${at}`)
  },

  bench: async ({ launch }, use) => use(await launch()),
  page: async ({ bench }, use) => use(bench.page),
})
