import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BenchApp, launchBench } from '../e2e/support/bench-app'
import { handlerSources } from './handlers'
import { bundlePageCode } from './page-code'

export interface BenchSession {
  /** The project's folder. */
  readonly root: string
  /** Gone when the session is closed. */
  readonly folder: string
  /** Of each measured call. */
  readonly seconds: number
  /** The app with the bench's handlers ready and the bench's code in its page; launched at the first call. */
  app(): Promise<BenchApp>
  /** Puts one of the bench's handlers into the watched folder. */
  saveHandler(file: string, source: string): void
  close(): Promise<void>
}

async function launch(root: string, userData: string, handlers: string): Promise<BenchApp> {
  const app = await launchBench({ userData, handlers, switches: [] })
  try {
    await app.page.evaluate(await bundlePageCode(root))
    await app.page.evaluate((ids) => benchPage.ready(ids), Object.keys(handlerSources))
    return app
  } catch (thrown) {
    await app.close()
    throw new Error(`the app could not be made ready; it wrote:\n${app.log()}`, { cause: thrown })
  }
}

export function createBenchSession(root: string, seconds: number): BenchSession {
  const folder = mkdtempSync(join(tmpdir(), 'soundcheck-bench-'))
  const handlers = join(folder, 'handlers')
  const saveHandler = (file: string, source: string) => writeFileSync(join(handlers, file), source)
  let app: Promise<BenchApp> | undefined
  mkdirSync(handlers)
  for (const [file, source] of Object.entries(handlerSources)) saveHandler(file, source)
  return {
    root,
    folder,
    seconds,
    saveHandler,
    app() {
      app ??= launch(root, join(folder, 'user-data'), handlers)
      return app
    },
    async close() {
      try {
        // One that did not come up was closed by then, and who asked for it was told.
        await (await app?.catch(() => undefined))?.close()
      } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
      }
    },
  }
}
